import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../../src/ans/flatten.js';
import { emptyMessage } from '../../../src/ans/message.js';
import { contextMixing } from '../../../src/codecs/learning/contextMixing.js';
import {
  recordMixing,
  recordMixingBits,
  recordMixingDecisions,
  recordMixingMemory,
} from '../../../src/codecs/learning/recordMixing.js';
import { Random } from '../../../src/train/random.js';
import { checkExhausted, checkLaws, checkRefusal, fullMessage, information } from '../../laws.js';

/** Bytes that rows cost, after a look at whether they come back. */
function cost(bytes: Uint32Array, rowBytes: number, widths?: readonly number[], lanes = 1): number {
  const message = emptyMessage(lanes);
  const before = information(message);
  const codec = recordMixing(bytes.length / rowBytes, rowBytes, widths);
  codec.push(message, bytes);
  const bits = information(message) - before;
  expect(codec.pop(message)).to.deep.equal(bytes);
  expect(flatten(message)).to.deep.equal(flatten(emptyMessage(lanes)));
  return bits / 8;
}

function noise(n: number): Uint32Array {
  const random = new Random(1);
  return Uint32Array.from({ length: n }, () => Math.floor(256 * random.uniform()));
}

/** Rows of numbers as bytes, the most significant first. */
function rowsOf(
  n: number,
  widths: readonly number[],
  row: (i: number) => readonly number[],
): Uint32Array {
  const bytes: number[] = [];
  for (let i = 0; i < n; i++) {
    for (const [k, value] of row(i).entries()) {
      for (let j = (widths[k] as number) - 1; j >= 0; j--) {
        bytes.push(Math.floor(value / 256 ** j) % 256);
      }
    }
  }
  return Uint32Array.from(bytes);
}

/** Widths of fields, and whole rows of them. */
const rows = fc
  .array(fc.constantFrom(1, 2, 3, 4, 7, 8, 9, 20), { minLength: 1, maxLength: 7 })
  .chain((widths) => {
    const rowBytes = widths.reduce((a, b) => a + b, 0);
    const values = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 255));
    return fc
      .nat(120)
      .chain((n) => fc.array(values, { minLength: n * rowBytes, maxLength: n * rowBytes }))
      .map((bytes) => ({ widths, rowBytes, bytes: Uint32Array.from(bytes) }));
  });

describe('recordMixing', () => {
  it('obeys the laws, whatever the fields', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(1, 2, 5), ({ widths, rowBytes, bytes }, lanes) =>
        checkLaws(recordMixing(bytes.length / rowBytes, rowBytes, widths), bytes, lanes),
      ),
      { seed: 1, numRuns: 25 },
    );
  });

  it('restores what a decoder makes of noise, of rows of any length', () => {
    for (const [n, rowBytes] of [
      [0, 1],
      [1, 1],
      [2, 1],
      [4099, 1],
      [3, 1009],
      [1, 6000],
    ] as const) {
      const codec = recordMixing(n, rowBytes);
      const message = fullMessage(3, 5);
      const before = flatten(message);
      codec.push(message, codec.pop(message));
      expect(flatten(message)).to.deep.equal(before);
    }
  });

  it('codes rows of one wide field, and many fields of eight bytes', () => {
    expect(cost(new Uint32Array(65536 * 2), 65536, [65536])).to.be.below(200);
    const eight = Array.from({ length: 600 }, () => 8);
    expect(cost(noise(4800 * 8), 4800, eight)).to.be.below(1.001 * 38400 + 20);
  });

  it('codes constant rows at next to nothing, in several blocks', () => {
    const row = noise(20);
    const bytes = Uint32Array.from({ length: 200_000 }, (_, i) => row[i % 20] as number);
    expect(cost(bytes, 20, undefined, 3)).to.be.below(120);
  });

  it('costs hardly more than the size where nothing can be foretold, or all of it is false', () => {
    const random = noise(240_000);
    for (const widths of [[1], [4], [2, 8, 2], [30], [1, 1, 1, 1, 1, 1]]) {
      const rowBytes = widths.reduce((a, b) => a + b, 0);
      expect(cost(random, rowBytes, widths), `${widths}`).to.be.below(1.001 * random.length);
    }
    // What was learned is turned round over and over.
    const turned = random.slice(0, 96_000).map((byte, i) => (byte & 1) ^ (i & 4096 ? 255 : 0));
    expect(cost(turned, 8, [4, 4])).to.be.below(0.2 * turned.length);
  });

  it('finds the field that decides another, wherever it is', () => {
    const random = new Random(3);
    const table = Array.from({ length: 200 }, () => Math.floor(256 * random.uniform()));
    const widths = Array.from({ length: 12 }, () => 1);
    const bytes = rowsOf(6000, widths, () => {
      const row = Array.from({ length: 12 }, () => Math.floor(200 * random.uniform()));
      row[9] = table[row[2] as number] as number;
      return row;
    });
    // Ten noisy columns of log2(200) bits, and a tenth of that for what has to be learned.
    const bare = (6000 * 11 * Math.log2(200)) / 8;
    expect(cost(bytes, 12)).to.be.below(bare + 0.35 * 6000);
  });

  it('finds numbers that go on by steps, and that are where a neighbour by another field was', () => {
    const random = new Random(4);
    const steps = rowsOf(4000, [4, 4], (i) => [
      1e9 + 977 * i,
      5e8 + 13 * i + 2 * Math.floor(2 * random.uniform()),
    ]);
    expect(cost(steps, 8, [4, 4])).to.be.below(4000 * 0.45);
    const curve = rowsOf(8000, [2, 4], () => {
      const x = Math.floor(60000 * random.uniform());
      return [x, 50_000 * x + 7];
    });
    // The field by which it is found is noise of 2 bytes.
    expect(cost(curve, 6, [2, 4])).to.be.below(8000 * 4.6);
  });

  it('makes a table smaller than contextMixing does', () => {
    const random = new Random(5);
    let time = 1e6;
    const widths = [4, 1, 2, 1];
    const bytes = rowsOf(5000, widths, () => {
      time += Math.floor(50 * random.uniform());
      const kind = Math.floor(4 * random.uniform() ** 2);
      return [time, kind, 1000 * kind + Math.floor(16 * random.uniform()), (7 * kind) & 255];
    });
    const message = emptyMessage(1);
    contextMixing(bytes.length).push(message, bytes);
    expect(cost(bytes, 8, widths)).to.be.below((0.8 * information(message)) / 8);
  });

  it('tells what each decision cost, in sum what the push did', () => {
    const bytes = rowsOf(500, [2, 1], (i) => [3 * i, i & 7]);
    const decisions = recordMixingDecisions(bytes, 3, [2, 1]);
    const bits = decisions.reduce((sum, p) => sum - Math.log2(p), 0);
    expect(bits / 8).to.be.closeTo(cost(bytes, 3, [2, 1]), 1);
  });

  it('tells in one pass what beginnings cost, in sum what their decisions did', () => {
    const bytes = rowsOf(3000, [4], (i) => [i * i]);
    const decisions = recordMixingDecisions(bytes, 4, [4]);
    const ends = [0, 1200, 1204, 12000];
    const expected = ends.map((end) =>
      decisions.subarray(0, 8 * end).reduce((sum, p) => sum - Math.log2(p), 0),
    );
    const bits = recordMixingBits(bytes, 4, [4], ends);
    expect(bits).to.have.length(4);
    bits.forEach((one, i) => {
      expect(one).to.be.closeTo(expected[i] as number, 0.01);
    });
  });

  it('gives the same words whatever was coded before', () => {
    const words = () => {
      const message = emptyMessage(2);
      recordMixing(100, 3).push(message, noise(300));
      return flatten(message);
    };
    const first = words();
    cost(noise(4000), 8, [4, 4]);
    expect(words()).to.deep.equal(first);
  });

  it('takes at most some 24 MiB beside rows and fields', () => {
    for (const [n, rowBytes, fields] of [
      [0, 1, 1],
      [1 << 20, 32, 8],
      [1 << 10, 1 << 16, 1 << 16],
    ] as const) {
      const beside = recordMixingMemory(n, rowBytes, fields) - 18 * n * rowBytes - 400 * fields;
      expect(beside).to.be.below(24 << 20);
    }
    expect(recordMixingMemory(10, 10)).to.be.below(2 << 20);
  });

  it('refuses other symbols, sizes, widths and messages too short, and changes nothing', () => {
    checkRefusal(recordMixing(1, 2), Uint32Array.of(1, 256), RangeError);
    checkRefusal(recordMixing(1, 2), Uint32Array.of(1), RangeError);
    checkExhausted(recordMixing(5000, 2));
    for (const n of [-1, 0.5, 2 ** 27]) expect(() => recordMixing(n, 1)).to.throw(RangeError);
    for (const n of [0, 0.5, 65537]) expect(() => recordMixing(1, n, [n])).to.throw(RangeError);
    for (const widths of [[], [3], [4, 1], [0, 4], [1.5, 2.5], [-1, 5]]) {
      expect(() => recordMixing(1, 4, widths)).to.throw(RangeError);
    }
  });
});
