import { isDeepStrictEqual } from 'node:util';
import { joinNumbers } from '../../bytes/numbers.js';
import { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { type Entry, pathText } from '../walk.js';
import { contentsOf } from './contents.js';
import { folderFormat } from './folder.js';
import type { Candidate, Group } from './group.js';
import { encodeManifest, type Manifest, type Placed } from './manifest.js';
import { one, readManifest } from './rebuild.js';

/** What a manifest has of an entry. */
const PROVEN = ['kind', 'path', 'target', 'mode', 'mtime', 'group', 'items', 'bytes'] as const;

/**
 * The manifest with its length before it, and the bytes of each file, or its residue.
 *
 * @param head of the data set.
 */
export async function* solid(
  base: Buffer,
  entries: readonly Entry[],
  groups: readonly Group[],
  head: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const grouped = new Map<Entry, { group: number; candidate: Candidate }>();
  groups.forEach(({ files }, i) => {
    for (const candidate of files) grouped.set(candidate.entry, { group: i + 1, candidate });
  });
  const placed = entries.map((entry): Placed => {
    const found = grouped.get(entry);
    if (!found) return { ...entry, group: 0, items: 0, bytes: entry.size };
    const { items, residue } = found.candidate;
    return { ...entry, group: found.group, items, bytes: residue.length };
  });
  const formats = groups.map(({ files }) => (files[0] as Candidate).dataset.format);
  yield await provenManifest({ entries: placed, formats }, head);
  for (const entry of entries) {
    if (entry.kind !== 'file') continue;
    const found = grouped.get(entry);
    if (found) yield found.candidate.residue;
    else yield* contentsOf(base, entry);
  }
}

/**
 * The length of a manifest and the manifest. It is read again, as a decoder does: nothing in the folder could be told
 * from the rest without it.
 *
 * @throws CrayError VERIFY_FAILED where what is read is not what was written.
 */
async function provenManifest(manifest: Manifest, head: Uint8Array): Promise<Uint8Array> {
  const encoded = encodeManifest(manifest);
  const bytes = Buffer.concat([joinNumbers([encoded.length]), encoded]);
  const dataset = { dataFormat: folderFormat(manifest.entries), head };
  try {
    const read = await readManifest(new ByteSource(one(bytes)), dataset);
    const at = manifest.entries.findIndex((entry, i) => !isSame(entry, read.entries[i]));
    if (at < 0) return bytes;
    throw failed(`${pathText((manifest.entries[at] as Placed).path)} comes back otherwise`);
  } catch (cause) {
    if (!(cause instanceof CrayError) || cause.code !== 'CORRUPT') throw cause;
    throw failed(cause.message, cause);
  }
}

function isSame(entry: Placed, read: Placed | undefined): boolean {
  return PROVEN.every((key) => isDeepStrictEqual(entry[key], read?.[key]));
}

function failed(message: string, cause?: CrayError): CrayError {
  return new CrayError('VERIFY_FAILED', `the list of the files does not come back: ${message}`, {
    cause,
  });
}
