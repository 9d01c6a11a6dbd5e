import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../../src/ans/flatten.js';
import { emptyMessage, seededMessage } from '../../../src/ans/message.js';
import {
  lempelZiv,
  lempelZivBits,
  lempelZivMemory,
} from '../../../src/codecs/learning/lempelZiv.js';
import { uniform } from '../../../src/codecs/uniform.js';
import { CrayError } from '../../../src/errors.js';
import { Random } from '../../../src/train/random.js';
import { checkExhausted, checkRefusal, fullMessage } from '../../laws.js';

/** Pushes bytes, looks at whether they and the message come back, and says what they cost. */
function cost(bytes: Uint8Array, row = 1, message = fullMessage(1, 3)): number {
  const [before, length] = [flatten(message), message.tail.length];
  lempelZiv(bytes.length, row).push(message, bytes);
  const words = message.tail.length - length;
  expect(Buffer.compare(lempelZiv(bytes.length).pop(message), bytes)).to.equal(0);
  expect(flatten(message)).to.deep.equal(before);
  return 4 * words;
}

/** Bytes that are partly like others before them. */
function someBytes(size: number, seed: number, alike: number): Uint8Array {
  const random = new Random(seed);
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; ) {
    const n = Math.min(size - at, 1 + Math.floor(30 * random.uniform()));
    if (at > 0 && random.uniform() < alike) {
      const back = 1 + Math.floor(at * random.uniform() ** 2);
      for (let i = 0; i < n; i++, at++) bytes[at] = bytes[at - Math.min(back, at)] as number;
    } else for (let i = 0; i < n; i++) bytes[at++] = Math.floor(256 * random.uniform());
  }
  return bytes;
}

describe('lempelZiv', () => {
  it('restores bytes of any kind, and the message', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(30), fc.nat(9000)),
        fc.nat(99),
        fc.constantFrom(0, 0.5, 0.95),
        fc.integer({ min: 1, max: 4096 }),
        fc.constantFrom(1, 2, 5),
        (size, seed, alike, row, lanes) => {
          const bytes = someBytes(size, seed, alike);
          expect(cost(bytes, row, fullMessage(lanes, 2))).to.be.below(1.06 * size + 300);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('finds what was before, near and far, over and over, and up to the last byte', () => {
    const noise = someBytes(50_000, 1, 0);
    const twice = new Uint8Array(150_000);
    for (const at of [0, 50_000, 100_000]) twice.set(noise, at);
    // Noise by frequencies that learn takes some 5 % more than its bytes.
    expect(cost(twice)).to.be.within(50_000, 52_600);
    expect(cost(new Uint8Array(200_000))).to.be.below(60);
    const text = Buffer.from('it was the best of times, it was the worst of times; '.repeat(9));
    expect(cost(text)).to.be.below(110);
  });

  it('has rows', () => {
    const random = new Random(4);
    const rows = new Uint8Array(60 * 2000);
    for (let i = 0; i < rows.length; i++) {
      const before = i < 60 ? 0 : (rows[i - 60] as number);
      rows[i] = (before + Math.floor((i < 60 ? 16 : 2) * random.uniform())) & 15;
    }
    expect(cost(rows, 60)).to.be.below(cost(rows));
  });

  it('takes large values by quick searches alone, and says what bytes take without coding them', () => {
    const large = new Uint8Array((1 << 21) + 5);
    const some = someBytes(1 << 20, 5, 0.8);
    large.set(some);
    large.set(some.subarray(0, (1 << 20) + 5), 1 << 20);
    expect(cost(large)).to.be.below(0.4 * large.length);
    const bytes = someBytes(100_000, 6, 0.8);
    expect(lempelZivBits(bytes) / 8).to.be.within(0.95 * cost(bytes), 1.15 * cost(bytes));
    expect(lempelZivMemory(1 << 20)).to.be.within(1 << 22, 1 << 26);
  });

  it('refuses other sizes, and leaves a message that is too short as it was', () => {
    for (const size of [-1, 0.5, (1 << 26) + 1]) expect(() => lempelZiv(size)).to.throw(RangeError);
    for (const row of [0, 4097, 1.5]) expect(() => lempelZiv(3, row)).to.throw(RangeError);
    checkRefusal(lempelZiv(3), new Uint8Array(2), RangeError);
    checkExhausted(lempelZiv(3), emptyMessage(1));
    checkExhausted(lempelZiv(9000), emptyMessage(1));
  });
});

/** What a pop makes of a message: bytes, or the code of its error. */
function outcome(pop: () => Uint8Array): string {
  try {
    return `${pop().length}`;
  } catch (error) {
    if (error instanceof CrayError) return error.code;
    throw error;
  }
}

describe('a forged message of lempelZiv', () => {
  const sized = (means: readonly number[]) => {
    const message = fullMessage(1, 6);
    uniform(4, 13).push(message, Uint32Array.from(means));
    return message;
  };

  it('is CORRUPT for means that there are not', () => {
    for (const means of [
      [3, 1, 4, 6],
      [0, 0, 4, 6],
      [0, 4097, 4, 6],
      [0, 1, 0, 6],
      [0, 1, 9, 6],
      [0, 1, 4, 0],
      [0, 1, 4, 8],
    ]) {
      expect(
        outcome(() => lempelZiv(50).pop(sized(means))),
        `${means}`,
      ).to.equal('CORRUPT');
    }
  });

  it('is read or refused for any noise after means that there are', () => {
    const codes = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      const message = seededMessage(1, seed);
      uniform(4, 13).push(
        message,
        Uint32Array.of(seed % 3, 1 + seed, 1 + (seed % 8), 1 + (seed % 7)),
      );
      codes.add(outcome(() => lempelZiv(9).pop(message)));
    }
    expect([...codes].sort()).to.deep.equal(['9', 'CORRUPT']);
  });

  it('is read or refused wherever it is damaged', () => {
    const random = new Random(7);
    const bytes = someBytes(20_000, 8, 0.9);
    const message = seededMessage(1, 1);
    lempelZiv(bytes.length).push(message, bytes);
    const { length } = message.tail;
    const codes = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const damaged = message.clone();
      const at = Math.floor(random.uniform() * length);
      damaged.tail.words[at] = (damaged.tail.words[at] as number) ^ (1 << (i & 31));
      codes.add(outcome(() => lempelZiv(bytes.length).pop(damaged)));
    }
    expect([...codes]).to.include('CORRUPT');
    expect(codes.size).to.be.at.most(3);
  });
});
