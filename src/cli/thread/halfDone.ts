import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Deletes a file, or a folder, also where there are folders in it that may not be changed. */
export function removeHalfDone(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    makeWritable(path);
    rmSync(path, { recursive: true, force: true });
  }
}

function makeWritable(path: string): void {
  chmodSync(path, 0o700);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(join(path, entry.name));
  }
}
