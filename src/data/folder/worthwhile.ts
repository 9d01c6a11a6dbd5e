/** Which groups of a folder are data sets of their own: the files of others are bytes, as they lie. */
import { recordBytes } from '../records.js';
import { bytesOfFiles, type Candidate, type Group } from './group.js';

/** Least bytes of elements of files that have them as they are: below, the model for bytes learns as much from other files. */
const MIN_PLAIN = 1 << 16;
/** Least bytes of files that are compressed, of which that model makes nothing: below, a data set costs more than it saves. */
const MIN_COMPRESSED = 1 << 8;
/** Bytes that plain files have beside their elements and what is left of them, in how these are told. */
const TOLD = 64;
/** Most groups below {@link MIN_PLAIN}: each is begun anew, which takes time. */
const MOST_SMALL = 256;

/** Groups that are worth it, in their order. */
export function worthwhile(groups: readonly Group[]): Group[] {
  const worth = groups.filter((group) => {
    if (group.bytes >= MIN_PLAIN) return true;
    return !group.files.every(isPlain) && bytesOfFiles(group.files) >= MIN_COMPRESSED;
  });
  const small = worth
    .filter(({ bytes }) => bytes < MIN_PLAIN)
    .sort((a, b) => bytesOfFiles(b.files) - bytesOfFiles(a.files));
  const without = new Set(small.slice(MOST_SMALL));
  return worth.filter((group) => !without.has(group));
}

/** Whether a file is its elements and what is left of it, one after the other. */
function isPlain({ entry, dataset, items, residue }: Candidate): boolean {
  const elements = items * recordBytes(dataset);
  return Math.abs(entry.size - elements - residue.length) <= TOLD;
}
