import { expect } from 'chai';
import fc from 'fast-check';
import { flatten, unflatten } from '../../../src/ans/flatten.js';
import { emptyMessage, type Message, seededMessage } from '../../../src/ans/message.js';
import { contextMixing } from '../../../src/codecs/learning/contextMixing.js';
import type { Field, NumberType } from '../../../src/codecs/numbers/field.js';
import { numbers, numbersEstimate, numbersMemory } from '../../../src/codecs/numbers/numbers.js';
import { QUICK, THOROUGH } from '../../../src/codecs/numbers/way.js';
import { uniform } from '../../../src/codecs/uniform.js';
import { CrayError } from '../../../src/errors.js';
import { inRevision } from '../../../src/kernels/kernels.js';
import { Random } from '../../../src/train/random.js';
import { hearing } from '../../../src/work.js';
import { checkRefusal, fullMessage, information } from '../../laws.js';
import { anyFields } from './someFields.js';

/** One array at the beginning of some bytes. */
function fieldOf(type: NumberType, count: number, width: number, ...inner: number[]): Field {
  const across = inner.reduce((a, b) => a * b, 1);
  let stride = width * across;
  const axes = [{ count, stride }];
  for (const size of inner) {
    stride /= size;
    axes.push({ count: size, stride });
  }
  return { name: type, offset: 0, type, bigEndian: false, axes };
}

const bytesOf = (array: ArrayBufferView) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Pushes bytes, looks at whether they come back, and says what they cost in bytes. */
function cost(
  bytes: Uint8Array,
  fields: readonly Field[],
  message = emptyMessage(1),
  way = THOROUGH,
): number {
  const symbols = Uint32Array.from(bytes);
  const before = { words: flatten(message), bits: information(message) };
  numbers(bytes.length, fields, way).push(message, symbols);
  const bits = information(message) - before.bits;
  expect(numbers(bytes.length, [], way).pop(message)).to.deep.equal(symbols);
  expect(flatten(message)).to.deep.equal(before.words);
  return bits / 8;
}

/** Bytes, most of which are like others. */
function someBytes(size: number, seed: number): Uint8Array {
  const random = new Random(seed);
  const alike = Math.floor(256 * random.uniform());
  return Uint8Array.from({ length: size }, () =>
    random.uniform() < 0.5 ? alike : Math.floor(256 * random.uniform()),
  );
}

describe('numbers', () => {
  it('restores bytes of any fields, and the message', () => {
    fc.assert(
      fc.property(
        anyFields,
        fc.nat(999),
        fc.constantFrom(1, 2, 5),
        ({ fields, size }, seed, lanes) => {
          const bytes = someBytes(size, seed);
          const bits = cost(bytes, fields, fullMessage(lanes, seed));
          // A plan is said whatever it is worth.
          expect(bits).to.be.below(1.05 * size + 40 * (fields.length + 1) + 60);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('takes decimals, counters, singles and tables for what they are', () => {
    const n = 3000;
    const random = new Random(1);
    const decimals = Float64Array.from(
      { length: n },
      () => Math.floor(1000 * random.uniform()) / 100,
    );
    expect(cost(bytesOf(decimals), [fieldOf('f64', n, 8)])).to.be.below((n * 10.1) / 8 + 60);
    const counters = BigInt64Array.from(
      { length: n },
      (_, i) => 1700000000000000000n + 250000000n * BigInt(i),
    );
    expect(cost(bytesOf(counters), [fieldOf('i64', n, 8)])).to.be.below(100);
    const singles = Float64Array.from({ length: n }, () => Math.fround(random.uniform()));
    expect(cost(bytesOf(singles), [fieldOf('f64', n, 8)])).to.be.below(3.2 * n);
  });

  it('takes arrays that no coder has as they are', () => {
    const random = new Random(2);
    const wide = Float64Array.from({ length: 4 * 12000 }, () => random.normals(1)[0] as number);
    expect(cost(bytesOf(wide), [fieldOf('f64', 4, 8, 12000)])).to.be.below(1.01 * wide.byteLength);
    const text = Uint8Array.from({ length: 2 * 70000 }, (_, i) => 97 + ((i * i) % 7));
    expect(cost(text, [fieldOf('text', 2, 1, 70000)])).to.be.below(text.length / 20);
  });

  it('takes tables whose rows are longer than rows may be', () => {
    const rows = 20;
    const stride = 90000;
    const bytes = new Uint8Array(rows * stride);
    for (let i = 0; i < bytes.length; i++) bytes[i] = (i % stride) & 15;
    const column = (offset: number, count: number): Field => ({
      ...fieldOf('u8', rows, stride),
      offset,
      axes: [
        { count: rows, stride },
        { count, stride: 1 },
      ],
    });
    const fields = [column(0, 40000), column(40000, 40000), column(80000, 10000)];
    expect(cost(bytes, fields)).to.be.below(9000);
  });

  it('takes runs for what they are, within fields and without, in no work at all', () => {
    const values = Float64Array.from({ length: 1 << 16 }, (_, i) => (i < 500 ? Math.sqrt(i) : 0));
    let tried = 0;
    const bytes = hearing(
      (more) => (tried += more),
      () => cost(bytesOf(values), [fieldOf('f64', 1 << 16, 8)]),
    );
    expect(bytes).to.be.below(4000);
    expect(tried).to.be.below(1 << 17);
    const records = Uint8Array.from({ length: 1 << 19 }, (_, i) => ((i % 24) ** 2) & 255);
    expect(cost(records, [])).to.be.below(150);
    expect(cost(new Uint8Array(1 << 19), [])).to.be.below(20);
  });

  it('takes fields without numbers, and with axes of one that say any step', () => {
    const bytes = someBytes(64, 3);
    const odd = { ...fieldOf('u16', 0, 2), offset: 1e6 };
    const one = {
      ...fieldOf('u32', 4, 4),
      axes: [
        { count: 1, stride: 1e9 },
        { count: 4, stride: 4 },
      ],
    };
    expect(cost(bytes, [odd, one])).to.be.below(120);
  });

  it('refuses fields beyond its bytes, two that have the same, and other bytes', () => {
    expect(() => numbers(7, [fieldOf('u32', 2, 4)])).to.throw(RangeError);
    expect(() => numbers(9, [{ ...fieldOf('u32', 2, 4), offset: -1 }])).to.throw(RangeError);
    expect(() => numbers(9, [{ ...fieldOf('u32', 2, -4), offset: 5 }])).to.throw(RangeError);
    const twice = numbers(9, [fieldOf('u32', 2, 4), fieldOf('u8', 9, 1)]);
    checkRefusal(twice, new Uint32Array(9), RangeError);
    checkRefusal(numbers(2), Uint32Array.of(0, 256), RangeError);
    checkRefusal(numbers(2), new Uint32Array(3), RangeError);
  });

  it('estimates what it takes', () => {
    const values = Float32Array.from({ length: 20000 }, (_, i) => Math.fround(Math.sin(i / 100)));
    const fields = [fieldOf('f32', 20000, 4)];
    const bits = numbersEstimate(bytesOf(values), fields) as number;
    expect(bits / 8 / cost(bytesOf(values), fields)).to.be.within(0.6, 1.6);
    expect(numbersEstimate(bytesOf(values), []), 'nothing to take apart').to.equal(undefined);
    expect(numbersMemory(1 << 20)).to.be.within(1 << 24, 1 << 27);
  });
});

describe('numbers that are to be quick', () => {
  const quickly = (bytes: Uint8Array, fields: readonly Field[]) =>
    cost(bytes, fields, fullMessage(1, 3), QUICK);

  it('restore bytes of any fields, and the message', () => {
    fc.assert(
      fc.property(anyFields, fc.nat(999), ({ fields, size }, seed) => {
        const bits = cost(someBytes(size, seed), fields, fullMessage(2, seed), QUICK);
        expect(bits).to.be.below(1.1 * size + 80 * (fields.length + 1) + 100);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('see columns by the same views', () => {
    const n = 20000;
    const random = new Random(1);
    const decimals = Float64Array.from(
      { length: n },
      () => Math.floor(1000 * random.uniform()) / 100,
    );
    expect(quickly(bytesOf(decimals), [fieldOf('f64', n, 8)])).to.be.below((n * 10.3) / 8 + 100);
    const counters = BigInt64Array.from(
      { length: n },
      (_, i) => 1700000000000000000n + 250000000n * BigInt(i),
    );
    expect(quickly(bytesOf(counters), [fieldOf('i64', n, 8)])).to.be.below(200);
  });

  it('are coded as bytes where that takes less', () => {
    const text = Buffer.from('0123456789abcdef, the same again, over and over; '.repeat(200));
    const fields = [fieldOf('u16', text.length >> 1, 2)];
    expect(quickly(text, fields)).to.be.below(120);
  });

  it('are estimated', () => {
    const values = Float32Array.from({ length: 20000 }, (_, i) => Math.fround(Math.sin(i / 100)));
    const fields = [fieldOf('f32', 20000, 4)];
    const bits = (numbersEstimate(bytesOf(values), fields, QUICK) ?? 0) / 8;
    expect(bits / quickly(bytesOf(values), fields)).to.be.within(0.95, 1.05);
  });
});

/** A message that says a plan, and whatever else. */
function forged(plan: readonly number[], said = plan.length): Message {
  const message = fullMessage(1, 7);
  contextMixing(plan.length).push(message, Uint32Array.from(plan));
  uniform(1, 24).push(message, Uint32Array.of(said));
  return message;
}

/** What a pop makes of a message: a value, or the code of its error. */
function outcome(size: number, message: () => Message, way = THOROUGH): string {
  try {
    return `${numbers(size, [], way).pop(message()).length}`;
  } catch (error) {
    if (error instanceof CrayError) return error.code;
    throw error;
  }
}

describe('a forged message of numbers', () => {
  it('is CORRUPT, or bytes, or ends too early, and nothing else', () => {
    const columns: readonly [NumberType, number][] = [
      ['u8', 4],
      ['i16', 5],
      ['f32', 8],
      ['f64', 12],
      ['text', 20],
    ];
    const axes = [{ count: 30, stride: 20 }];
    const table = columns.map(
      ([type, offset], i): Field => ({ name: type, offset, type, bigEndian: i % 2 === 1, axes }),
    );
    const decimals = new Float64Array(100).map((_, i) => ((i * i) % 97) / 10);
    decimals[7] = Number.NaN;
    const cases: readonly [Uint8Array, readonly Field[]][] = [
      [someBytes(4 + 20 * 30, 1), table],
      [bytesOf(decimals), [fieldOf('f64', 100, 8)]],
      [
        bytesOf(Uint32Array.from({ length: 100 }, (_, i) => 1000 * (i % 9))),
        [fieldOf('u32', 100, 4)],
      ],
      [bytesOf(Float32Array.from({ length: 400 }, (_, i) => i / 7)), [fieldOf('f32', 20, 4, 20)]],
    ];
    const random = new Random(3);
    const codes = new Set<string>();
    for (const [bytes, fields] of cases) {
      const message = seededMessage(1, 9);
      numbers(bytes.length, fields).push(message, Uint32Array.from(bytes));
      const words = flatten(message);
      for (let i = 0; i < 150; i++) {
        const damaged = words.slice();
        const at = Math.floor(random.uniform() ** 3 * words.length);
        damaged[at] = (damaged[at] as number) ^ (1 << Math.floor(32 * random.uniform()));
        codes.add(outcome(bytes.length, () => unflatten(damaged, 1)));
      }
    }
    expect([...codes].filter((code) => !/^\d+$/.test(code)).sort()).to.satisfy((all: string[]) =>
      all.every((code) => code === 'CORRUPT' || code === 'MESSAGE_EXHAUSTED'),
    );
    expect(codes).to.include('CORRUPT');
  });

  it('is CORRUPT for coders that the revision of a file does not have', () => {
    const plan = (coder: number) => [1, 0, 0, 0, 1, 12, 8, 2 * coder];
    for (const coder of [5, 6]) {
      const popped = () => outcome(100, () => forged(plan(coder)));
      expect(inRevision(3, popped)).to.equal('CORRUPT');
    }
    const said = new Set([5, 6].map((coder) => () => numbers(100).pop(forged(plan(coder)))));
    for (const pop of said) expect(pop).to.throw(CrayError, /planes|lempelZiv/);
  });

  it('is CORRUPT for a plan that is longer than the chunk is worth, before room is made for it', () => {
    expect(outcome(8, () => forged([0], 0xffffff))).to.equal('CORRUPT');
    expect(outcome(8, () => forged([0], 1033))).to.equal('CORRUPT');
    expect(outcome(8, () => forged([0]))).to.equal('8');
  });

  it('is CORRUPT for fields that overlap, and for more groups than the chunk is worth', () => {
    const u8 = (offset: number) => [0, 0, offset, 0, 0];
    expect(outcome(8, () => forged([2, ...u8(0), ...u8(2)]))).to.equal('8');
    expect(outcome(8, () => forged([2, ...u8(0), ...u8(0)]))).to.equal('CORRUPT');
    const many = Array.from({ length: 300 }, (_, i) => u8(i === 0 ? 0 : 2)).flat();
    expect(outcome(4000, () => forged([0xac, 2, ...many]))).to.equal('CORRUPT');
  });

  it('is no other error, whatever the plan says that is sound', () => {
    const byte = fc.constantFrom(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 20);
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 2, 6, 7, 8, 10, 12, 13, 16),
        fc.array(byte, { minLength: 1, maxLength: 12 }),
        (type, tree) => {
          const plan = [1, type, 0, 0, 1, 12, 8, ...tree];
          for (const way of [THOROUGH, QUICK]) {
            const got = outcome(100, () => forged(plan), way);
            expect(got).to.match(/^100$|^CORRUPT$|^MESSAGE_EXHAUSTED$/);
          }
        },
      ),
      { seed: 1, numRuns: 3000 },
    );
  });
});
