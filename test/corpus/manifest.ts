import { readFileSync } from 'node:fs';
import { packageFile } from '../../src/package.js';
import type { Readings } from './readings.js';

/** What a sound file is held to. */
export interface GoodEntry {
  /** SHA-256 of the .cray file, which must not change, and of what it restores. */
  readonly sha256: string;
  readonly restored: string;
}

/** What a file that is refused is held to. */
export interface BadEntry extends Readings {
  readonly code: string;
}

/** What is expected of each file, by its name. */
export type Manifest = Record<string, GoodEntry | BadEntry>;

export const CORPUS = packageFile('fixtures/corpus');
export const MANIFEST = packageFile('fixtures/corpus/manifest.json');

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest;
}

export function isGood(entry: GoodEntry | BadEntry): entry is GoodEntry {
  return 'restored' in entry;
}
