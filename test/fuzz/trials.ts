import { seekableBytes } from '../../src/bytes/seekable.js';
import { CrayError } from '../../src/errors.js';
import { concat } from '../../src/pipeline/concat.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { decompressItems } from '../../src/pipeline/decode/select.js';
import { readInfo } from '../../src/pipeline/info.js';
import { salvage } from '../../src/pipeline/salvage/salvage.js';
import { collect } from '../data.js';
import type { Base } from './bases.js';
import { findModel } from './models.js';

/** A damaged file, and what it was made of. */
export interface Input {
  readonly file: Uint8Array;
  readonly base: Base;
  /** The file that pieces of it may come from. */
  readonly other: Base;
  /** Whether its checks were left as they were, so that no items but its own may come of it. */
  readonly honest: boolean;
}

/**
 * Reads a damaged file in one way.
 *
 * @returns what became of it: "same" where all came back, "some" where a part of it did, and in words
 * what must not be.
 * @throws CrayError for what is refused, and RangeError for items that are not there.
 */
export type Trial = (input: Input) => Promise<string>;

/** What is enough for all the bases. */
const OPTIONS = { memory: 64 << 20 };
const RANGE = { from: 1, to: 3 };

const WRONG = 'wrong data returned as right';

/** The ways in which files are read, by name. */
export const TRIALS: Readonly<Record<string, Trial>> = {
  async info({ file }) {
    await readInfo([file], OPTIONS.memory);
    return 'some';
  },
  async stream({ file, base, other }) {
    return whole(await collect(decompress([file], findModel, OPTIONS)), [base, other], file);
  },
  async seekable({ file, base, other }) {
    return whole(
      await collect(decompress(seekableBytes(file), findModel, OPTIONS)),
      [base, other],
      file,
    );
  },
  itemsOfStream: (input) => selected([input.file], input),
  itemsOfFile: (input) => selected(seekableBytes(input.file), input),
  async salvage({ file, base, honest }) {
    const damages: string[] = [];
    const onDamage = (damage: string) => damages.push(damage);
    const options = { ...OPTIONS, onDamage };
    const restored = await collect(salvage(seekableBytes(file), findModel, options));
    if (damages.length === 0 && honest) return whole(restored, [base]);
    return !honest || isWithin(restored, base) ? 'some' : WRONG;
  },
  async concat({ file, base, honest }) {
    const joined = concat([{ name: 'x', input: seekableBytes(file) }], OPTIONS);
    const again = await collect(joined);
    if (!honest) return 'some';
    return whole(await collect(decompress(seekableBytes(again), findModel, OPTIONS)), [base]);
  },
};

/** The code of what a trial throws, or in words that it has none. */
export function codeOf(error: unknown): string {
  if (error instanceof CrayError) return error.code;
  if (error instanceof RangeError && error.message.includes('selects none')) return 'RANGE';
  return `an error without a code: ${error instanceof Error ? error.stack : error}`;
}

function whole(restored: Uint8Array, sources: readonly Base[], file?: Uint8Array): string {
  // Of a file cut within its parts, those before the cut are sound files.
  const sound = sources.flatMap((base) => [base, ...(base.parts ?? [])]);
  const right = sound.some((base) => Buffer.compare(base.restored, restored) === 0);
  return right || (file && isOfSoundFiles(restored, file, sound)) ? 'same' : WRONG;
}

/** Whether a file is nothing but sound ones after each other, as cat makes it, and the items are those of all of them. */
function isOfSoundFiles(restored: Uint8Array, file: Uint8Array, sound: readonly Base[]): boolean {
  const found: Base[] = [];
  for (let at = 0; at < file.length; at += (found.at(-1) as Base).file.length) {
    const here = file.subarray(at);
    const next = sound.find(
      (one) => Buffer.compare(one.file, here.subarray(0, one.file.length)) === 0,
    );
    if (!next) return false;
    found.push(next);
  }
  const items = Buffer.concat(found.map((one) => one.restored.subarray(one.headBytes)));
  return Buffer.compare(restored.subarray(found[0]?.headBytes), items) === 0;
}

async function selected(
  stream: Parameters<typeof decompressItems>[0],
  { base, honest }: Input,
): Promise<string> {
  const got = await collect(decompressItems(stream, [RANGE], findModel, OPTIONS));
  if (!honest) return 'some';
  const expected = itemsOf(base, base.restored).slice(RANGE.from, RANGE.to);
  const right = Buffer.compare(got.subarray(base.headBytes), Buffer.concat(expected)) === 0;
  return right ? 'some' : WRONG;
}

/** The items of a restored file that says how many it has. */
function itemsOf({ headBytes, itemBytes }: Base, restored: Uint8Array): Uint8Array[] {
  const count =
    headBytes === 0
      ? restored.length / itemBytes
      : new DataView(restored.buffer, restored.byteOffset).getUint32(4);
  return Array.from({ length: count }, (_, i) => {
    const at = headBytes + i * itemBytes;
    return restored.subarray(at, at + itemBytes);
  });
}

/** Whether a file has nothing but items of another, in their order, and bytes of its tail. */
function isWithin(restored: Uint8Array, base: Base): boolean {
  const [got, all] = [itemsOf(base, restored), itemsOf(base, base.restored)];
  let next = 0;
  for (const item of got) {
    while (next < all.length && Buffer.compare(all[next] as Uint8Array, item) !== 0) next++;
    if (next++ === all.length) return false;
  }
  const tailOf = (file: Uint8Array, items: number) =>
    Buffer.from(file.subarray(base.headBytes + items * base.itemBytes));
  return tailOf(base.restored, all.length).includes(tailOf(restored, got.length));
}
