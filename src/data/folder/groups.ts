/** Whether all groups of a folder are there: a file that is cut between two parts is sound as far as it goes. */
import { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { counted } from '../../words.js';
import type { Manifest } from './manifest.js';
import { corrupt, readManifest } from './rebuild.js';

/**
 * The formats of the groups that a folder has.
 *
 * @param start of the bytes of its first data set.
 * @returns undefined where that is not all of the manifest.
 * @throws CrayError CORRUPT or TOO_LARGE.
 */
export async function groupFormats(
  start: AsyncIterable<Uint8Array>,
  dataset: { readonly dataFormat: string; readonly head: Uint8Array },
): Promise<readonly string[] | undefined> {
  try {
    return (await readManifest(new ByteSource(start), dataset)).formats;
  } catch (error) {
    if (error instanceof CrayError && error.code === 'TRUNCATED') return undefined;
    throw error;
  }
}

/** @throws CrayError CORRUPT unless there are as many groups as there should be. */
export function checkGroups(formats: Manifest['formats'], groups: number): void {
  const fault = groupFault(formats, groups);
  if (fault !== undefined) throw corrupt(fault);
}

/** What is wrong with so many groups, for people. */
export function groupFault(formats: Manifest['formats'], groups: number): string | undefined {
  if (groups === formats.length) return undefined;
  const missing = formats.slice(groups);
  const what =
    missing.length > 0 ? `; the files in ${missing.join(', ')} at its end are missing` : '';
  return `expected ${counted(formats.length, 'group')}, got ${groups}${what}`;
}
