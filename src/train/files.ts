import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { refused } from '../data/walk.js';

/**
 * Writes a file so that it is there whole or as it was before. Not in pieces and not in the background:
 * an interrupt finds no half of it.
 *
 * @throws CrayError IO
 */
export function writeWhole(path: string, contents: Uint8Array | string): void {
  const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
  const temporary = `${path}.part`;
  try {
    const file = openSync(temporary, 'w');
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true, recursive: true });
    throw refused(Buffer.from(path), cause);
  }
}
