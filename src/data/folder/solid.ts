import { joinNumbers } from '../parts.js';
import type { Entry } from '../walk.js';
import { contentsOf } from './contents.js';
import type { Candidate, Group } from './group.js';
import { encodeManifest, type Placed } from './manifest.js';

/** The manifest with its length before it, and the bytes of each file, or its residue. */
export async function* solid(
  base: Buffer,
  entries: readonly Entry[],
  groups: readonly Group[],
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
  const manifest = encodeManifest({ entries: placed, formats });
  yield joinNumbers([manifest.length]);
  yield manifest;
  for (const entry of entries) {
    if (entry.kind !== 'file') continue;
    const found = grouped.get(entry);
    if (found) yield found.candidate.residue;
    else yield* contentsOf(base, entry);
  }
}
