import { inflateRawSync } from 'node:zlib';
import { CrayError } from '../../errors.js';
import { checkedSettings, type DeflateSettings, findSettings } from '../deflated.js';
import { unsuitable } from '../format.js';
import type { Member } from './zip.js';

/** A file inside, and how zlib made its bytes; nothing where they are as they are. */
export interface Inside {
  readonly at: number;
  readonly file: Uint8Array;
  readonly settings: DeflateSettings | null;
}

/** What a container says of a file inside. */
export type Held = Omit<Inside, 'file'> & { readonly length: number };

/** What a container says of the files inside. @throws CrayError CORRUPT */
export function insideOf(value: unknown): Held[] {
  if (!Array.isArray(value)) throw corrupt('expected a list of the files inside');
  return value.map((one: Partial<Held> | null) => {
    const { at, length, settings = null } = one ?? {};
    if (!isCount(at) || !isCount(length)) {
      throw corrupt(`expected where a file begins and its length, got ${at} and ${length}`);
    }
    return { at, length, settings: settings && checkedSettings(settings, 'npz') };
  });
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A file inside, inflated. @throws CrayError DATA_INVALID where zlib does not give the same bytes again. */
export async function inflated(member: Member): Promise<Inside> {
  const { name, at, stored, deflated, bytes } = member;
  if (!deflated) return { at, file: stored, settings: null };
  let file: Uint8Array;
  try {
    file = inflateRawSync(stored, { maxOutputLength: Math.max(1, bytes) });
  } catch (cause) {
    throw unsuitable('npz', `${name}: does not inflate: ${(cause as Error).message}`);
  }
  const settings = await findSettings(file, stored, true);
  if (!settings) throw unsuitable('npz', `${name}: no settings of zlib give the very bytes`);
  return { at, file, settings };
}

/** What a zip file has beside the bytes of its files. */
export function outside(file: Uint8Array, members: readonly Member[]): Uint8Array {
  let from = 0;
  const around: Uint8Array[] = [];
  for (const { at, stored } of members) {
    around.push(file.subarray(from, at));
    from = at + stored.length;
  }
  return Buffer.concat([...around, file.subarray(from)]);
}

/** Of what does not make an archive. */
export function corrupt(message: string): CrayError {
  return new CrayError('CORRUPT', `npz: ${message}`);
}
