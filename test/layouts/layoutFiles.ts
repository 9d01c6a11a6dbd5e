/** What every layout must keep to, whatever a file says. */
import { expect } from 'chai';
import { CrayError } from '../../src/errors.js';
import { type Field, NUMBER_BYTES } from '../../src/layouts/layout.js';
import { fieldsOf, LAYOUTS, whyWithout } from '../../src/layouts/layouts.js';
import { Random } from '../../src/train/random.js';

/** A field in one line: "x: i32 at 20, 5*12 3*4", with "big" for big-endian numbers of more than one byte. */
export function said({ name, type, bigEndian, offset, axes }: Field): string {
  const order = bigEndian && NUMBER_BYTES[type] > 1 ? ' big' : '';
  const places = axes.map(({ count, stride }) => `${count}*${stride}`).join(' ');
  return `${name}: ${type}${order} at ${offset}${places && `, ${places}`}`;
}

/** The fields of a file, each in one line, with the name of its layout before them. */
export function fieldsSaid(file: Uint8Array): string[] {
  const found = fieldsOf(file, file.length);
  if (!found) return [whyWithout(file, file.length) ?? 'no layout'];
  expectSound(found.fields, file.length);
  return [found.name, ...found.fields.map(said)];
}

/** Each number of each field is in the file, and no byte is in two: said by a map of all bytes. */
export function expectSound(fields: readonly Field[], size: number): void {
  const taken = new Uint8Array(size);
  for (const { name, type, offset, axes } of fields) {
    let places = [offset];
    for (const { count, stride } of axes) {
      expect(count * places.length, name).to.be.within(1, size);
      places = places.flatMap((at) => Array.from({ length: count }, (_, i) => at + i * stride));
    }
    for (const at of places) {
      for (let i = at; i < at + NUMBER_BYTES[type]; i++) {
        if (i >= size || taken[i] === 1) expect.fail(`${name}: byte ${i} of ${size}`);
        taken[i] = 1;
      }
    }
  }
}

/** Longest that one damaged file of some kilobytes may take, in milliseconds of this thread. */
const MOST_TIME = 500;

/** No layout throws anything but what it may, or says what is not so, of a file that is cut or changed anywhere. */
export function checkDamaged(file: Uint8Array, { runs = 1500, seed = 7 } = {}): void {
  expect(fieldsOf(file, file.length), 'the file itself').to.not.equal(undefined);
  const random = new Random(seed);
  const below = (n: number) => Math.floor(random.uniform() * n);
  for (let run = 0; run < runs; run++) {
    const damaged = Uint8Array.from(file);
    const few = 1 + below(4);
    for (let i = 0; i < few; i++) {
      // Heads lie more than numbers do.
      const at = below(run % 2 === 0 ? damaged.length : Math.min(damaged.length, 512));
      const values = [below(256), 0xff, 0, 0x7f, 0x80, (damaged[at] ?? 0) ^ (1 << below(8))];
      damaged[at] = values[below(values.length)] as number;
    }
    const cut = damaged.subarray(0, run % 3 === 0 ? below(file.length) : file.length);
    checkOne(cut, `run ${run}`);
  }
  const step = Math.max(1, Math.floor(file.length / 700));
  for (let end = 0; end < file.length; end += step)
    checkOne(file.subarray(0, end), `cut at ${end}`);
}

function checkOne(file: Uint8Array, what: string): void {
  const before = process.cpuUsage();
  for (const size of [file.length, undefined]) {
    for (const layout of LAYOUTS.filter(({ detects }) => detects(file))) {
      try {
        layout.fieldsOf(file, size);
      } catch (error) {
        const isSaid = error instanceof CrayError && error.code === 'DATA_INVALID';
        if (!isSaid) throw new Error(`${what}: ${(error as Error).stack}`);
      }
    }
  }
  const found = fieldsOf(file, file.length);
  if (found) expectSound(found.fields, file.length);
  const { user } = process.cpuUsage(before);
  expect(user / 1000, what).to.be.below(MOST_TIME);
}
