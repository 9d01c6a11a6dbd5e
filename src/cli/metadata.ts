import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Provenance } from '../container/provenance.js';
import { toSeconds } from '../data/times.js';
import { VERSION } from '../package.js';
import { STANDARD } from './files.js';
import type { Input } from './input.js';
import type { Looked } from './look.js';
import type { Stamp } from './write.js';

const PERMISSIONS = 0o777;

/** Beyond this a file does not say a time, which has twelve digits: some file systems have more. */
const MAX_SECONDS = 1e12;

/** What a new .cray file says of itself whatever it is made of. */
export function creator(comment: string | undefined): Provenance {
  return { creator: `craystack ${VERSION}`, comment };
}

/** What is kept of an original file beside its bytes; of stdin, nothing. */
export function provenanceOf(input: string, stats: Stats | undefined): Provenance {
  if (!stats?.isFile() && !stats?.isDirectory()) return {};
  // Of "." and ".." too.
  const name = basename(resolve(input));
  const { mode, mtime } = stampOf(stats);
  return {
    // A name of another system's that could lead out of a folder is not kept.
    name: name === '' || name.includes('\\') ? undefined : name,
    mtime: mtime !== undefined && Math.abs(mtime) < MAX_SECONDS ? mtime.toFixed(6) : undefined,
    mode: mode?.toString(8).padStart(3, '0'),
  };
}

/** Times and permissions of a file, for what is made of it. */
export function stampOf(stats: Stats): Stamp {
  return { mode: stats.mode & PERMISSIONS, mtime: toSeconds(stats.mtimeMs) };
}

/** What is known of a file by its name; nothing of stdin, and of what is no file. */
export async function statsOfFile(input: string): Promise<Stats | undefined> {
  if (input === STANDARD) return undefined;
  const stats = await stat(input).catch(() => undefined);
  return stats?.isFile() ? stats : undefined;
}

/** What a .cray file has to say of its original, and the stamp of the file that it restores. */
export function originalOf(
  { stats }: Input,
  { front }: Looked,
): { provenance: Provenance; stamp: Stamp } {
  if (!front || !stats?.isFile()) return { provenance: {}, stamp: {} };
  const own = stampOf(stats);
  const { provenance = {} } = front;
  const { mode, mtime } = provenance;
  const stamp = {
    mode: mode === undefined ? own.mode : Number.parseInt(mode, 8),
    mtime: mtime === undefined ? own.mtime : Number(mtime),
  };
  return { provenance, stamp };
}
