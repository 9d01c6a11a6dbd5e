import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../../src/ans/flatten.js';
import { emptyMessage, seededMessage } from '../../../src/ans/message.js';
import {
  bytePlanes,
  bytePlanesBits,
  bytePlanesMemory,
  type Planes,
} from '../../../src/codecs/learning/bytePlanes.js';
import { uniform } from '../../../src/codecs/uniform.js';
import { CrayError } from '../../../src/errors.js';
import { Random } from '../../../src/train/random.js';
import { checkExhausted, checkRefusal, fullMessage } from '../../laws.js';

type Words = Uint32Array | BigUint64Array;

/** Pushes numbers, looks at whether they and the message come back, and says what they cost in bytes. */
function cost(planes: Planes, values: Words, message = fullMessage(1, 3)): number {
  const [before, length] = [flatten(message), message.tail.length];
  bytePlanes(planes).push(message, values);
  const words = message.tail.length - length;
  expect(bytePlanes(planes).pop(message)).to.deep.equal(values);
  expect(flatten(message)).to.deep.equal(before);
  return 4 * words;
}

const planesOf = (values: Words, width: number, row = 1): Planes => ({
  size: values.length,
  width,
  row,
});

/** Numbers of a width, of bytes of any kind. */
const anyNumbers = fc
  .record({
    width: fc.integer({ min: 1, max: 8 }),
    row: fc.integer({ min: 1, max: 70 }),
    size: fc.oneof(fc.nat(40), fc.integer({ min: 1000, max: 9000 })),
    levels: fc.constantFrom(1, 2, 20, 256),
    seed: fc.nat(99),
  })
  .map(({ width, row, size, levels, seed }) => {
    const random = new Random(seed);
    const bytes = new Uint8Array(size * (width <= 4 ? 4 : 8));
    const step = bytes.length / Math.max(1, size);
    for (let i = 0; i < bytes.length; i++) {
      if (i % step < width) bytes[i] = Math.floor(levels * random.uniform());
    }
    const values = step === 8 ? new BigUint64Array(bytes.buffer) : new Uint32Array(bytes.buffer);
    return { planes: { size, width, row }, values };
  });

describe('bytePlanes', () => {
  it('restores numbers of any width, and the message', () => {
    fc.assert(
      fc.property(anyNumbers, fc.constantFrom(1, 2, 5), ({ planes, values }, lanes) => {
        const most = planes.size * planes.width * 1.03 + planes.width + 300;
        expect(cost(planes, values, fullMessage(lanes, 1))).to.be.below(most);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('keeps noise as it is, and learns what is not', () => {
    const n = 40_000;
    const random = new Random(1);
    const weights = Float32Array.from({ length: n }, () => (random.normals(1)[0] as number) / 20);
    const words = new Uint32Array(weights.buffer);
    // Sign, exponent and the first bit below it take 5 bits where they have 9; 23 are noise.
    expect(cost(planesOf(words, 4), words)).to.be.within(3.3 * n, 3.45 * n);
    const noise = Uint32Array.from(words, () => 2 ** 32 * random.uniform());
    expect(cost(planesOf(noise, 4), noise)).to.be.within(4 * n, 4 * n + 40);
    const same = new BigUint64Array(n).fill(0x0102030405060708n);
    expect(cost(planesOf(same, 8), same)).to.be.below(0.06 * n);
  });

  it('sees the byte above, the number before, and the row before', () => {
    const n = 30_000;
    const random = new Random(2);
    const upper = Uint32Array.from({ length: n }, () => 257 * Math.floor(256 * random.uniform()));
    expect(cost(planesOf(upper, 2), upper)).to.be.below(1.1 * n);
    const counter = Uint32Array.from({ length: n }, (_, i) => (i * 7) & 255);
    expect(cost(planesOf(counter, 1), counter)).to.be.below(0.1 * n);
    const rows = Uint32Array.from(upper, (value) => value & 255);
    for (let i = 100; i < n; i++) rows[i] = ((rows[i - 100] as number) + 3) & 255;
    expect(cost(planesOf(rows, 1, 100), rows)).to.be.below(0.15 * n);
    expect(cost(planesOf(rows, 1), rows)).to.be.above(0.9 * n);
  });

  it('says what numbers take without coding them, and what memory', () => {
    const values = Uint32Array.from({ length: 20_000 }, (_, i) => (i * i) >>> 9);
    const planes = planesOf(values, 4);
    expect(bytePlanesBits(planes, values) / 8).to.be.within(
      0.99 * cost(planes, values) - 20,
      1.01 * cost(planes, values) + 20,
    );
    expect(bytePlanesMemory(planes)).to.be.within(2e6, 4e6);
  });

  it('refuses other sizes, and leaves a message that is too short as it was', () => {
    const sizes = [
      { size: 3, width: 0, row: 1 },
      { size: 3, width: 9, row: 1 },
      { size: -1, width: 4, row: 1 },
      { size: 3, width: 4, row: 0 },
      { size: 3, width: 4, row: 65537 },
    ];
    for (const planes of sizes) expect(() => bytePlanes(planes)).to.throw(RangeError);
    const four = bytePlanes({ size: 3, width: 4, row: 1 });
    checkRefusal<Words>(four, new Uint32Array(2), RangeError);
    checkRefusal<Words>(four, new BigUint64Array(3), RangeError);
    checkExhausted(four, emptyMessage(1));
    checkExhausted(bytePlanes({ size: 9000, width: 8, row: 1 }), emptyMessage(1));
  });
});

/** A message on which a way of each plane is said. */
function said(ways: readonly number[], words: readonly number[] = []) {
  const message = fullMessage(1, 4);
  message.tail.push(Uint32Array.from(words));
  uniform(ways.length, 8).push(message, Uint32Array.from(ways));
  return message;
}

describe('a forged message of bytePlanes', () => {
  const code = (pop: () => unknown) => {
    try {
      pop();
      return 'read';
    } catch (error) {
      if (error instanceof CrayError) return error.code;
      throw error;
    }
  };

  it('is CORRUPT for a way that there is not', () => {
    const codec = bytePlanes({ size: 5, width: 2, row: 1 });
    for (let way = 0; way < 256; way++) {
      const [kind, slowest] = [way & 15, way >> 4];
      const sound = kind === 0 ? slowest === 0 : kind <= 7 && slowest >= 1 && slowest <= 7;
      const got = code(() => codec.pop(said([0x51, way], [1, 2])));
      expect(got === 'read' || got === 'CORRUPT', `${way}`).to.equal(true);
      if (!sound) expect(got).to.equal('CORRUPT');
    }
  });

  it('is CORRUPT for ones behind the last byte of a plane that is bare', () => {
    const codec = bytePlanes({ size: 5, width: 1, row: 1 });
    const words = [0x04030201, 0x05];
    expect(codec.pop(said([0], words))).to.deep.equal(Uint32Array.of(1, 2, 3, 4, 5));
    expect(code(() => codec.pop(said([0], [0x04030201, 0x0105])))).to.equal('CORRUPT');
  });

  it('is read or refused, whatever its words are', () => {
    const random = new Random(5);
    const planes = { size: 5000, width: 3, row: 7 };
    const values = Uint32Array.from({ length: 5000 }, (_, i) => (i * i * 3) & 0xffffff);
    const message = seededMessage(1, 1);
    bytePlanes(planes).push(message, values);
    const { length } = message.tail;
    for (let i = 0; i < 100; i++) {
      const damaged = message.clone();
      const at = Math.floor(random.uniform() * length);
      damaged.tail.words[at] = (damaged.tail.words[at] as number) ^ (1 << (i & 31));
      if (i % 3 === 0) damaged.tail.truncate(Math.floor(random.uniform() * length));
      expect(code(() => bytePlanes(planes).pop(damaged))).to.be.oneOf([
        'read',
        'CORRUPT',
        'MESSAGE_EXHAUSTED',
      ]);
    }
  });
});
