/** Which pictures of a folder come back as the very files, and which as pictures. */
import { deflateRawSync } from 'node:zlib';
import { bytesOfFiles, type Candidate, kindOf } from './group.js';

/**
 * The part of files of one kind that deflate may make of what their very bytes ask for, all together. How small items
 * will be is not known yet: files of pictures are mostly half compressed, and the model for bytes takes four sevenths
 * of what deflate does, so that such a part is less than 1 % of what is written.
 */
const WORTH = 1 / 128;

/**
 * The same files, those as themselves whose kind can be had so for next to nothing. What is said of one is much like
 * what is said of the next, so that they are looked at together; and so files of one kind stay together.
 */
export function exactly(candidates: readonly Candidate[]): Candidate[] {
  const kinds = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    if (!candidate.exact) continue;
    const kind = kindOf(candidate);
    const files = kinds.get(kind) ?? [];
    kinds.set(kind, files);
    files.push(candidate);
  }
  const worth = new Set([...kinds].flatMap(([kind, files]) => (pays(files) ? [kind] : [])));
  return candidates.map(({ exact, ...own }) => (exact && worth.has(kindOf(own)) ? exact : own));
}

/** Whether files of one kind are themselves for little more. */
function pays(files: readonly Candidate[]): boolean {
  const more =
    deflated(files.map(({ exact, residue }) => exact?.residue ?? residue)) -
    deflated(files.map(({ residue }) => residue));
  return more <= WORTH * bytesOfFiles(files);
}

function deflated(residues: readonly Uint8Array[]): number {
  return deflateRawSync(Buffer.concat(residues)).length;
}
