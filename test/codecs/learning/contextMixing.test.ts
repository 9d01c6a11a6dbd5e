import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../../src/ans/flatten.js';
import { emptyMessage } from '../../../src/ans/message.js';
import { contextMixing } from '../../../src/codecs/learning/contextMixing.js';
import { packageFile } from '../../../src/package.js';
import { Random } from '../../../src/train/random.js';
import { checkExhausted, checkLaws, checkRefusal, fullMessage, information } from '../../laws.js';

const bytesOf = (path: string) => Uint32Array.from(readFileSync(packageFile(path)));

/** Bytes that a value costs, after a look at whether it comes back. */
function cost(bytes: Uint32Array, lanes = 1): number {
  const message = emptyMessage(lanes);
  const before = information(message);
  const codec = contextMixing(bytes.length);
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

describe('contextMixing', () => {
  it('obeys the laws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.nat(255), { maxLength: 400 }),
          fc.array(fc.constantFrom(44, 10, 97, 98), { maxLength: 2000 }),
        ),
        fc.constantFrom(1, 2, 5, 8),
        (bytes, lanes) => checkLaws(contextMixing(bytes.length), Uint32Array.from(bytes), lanes),
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('restores what a decoder makes of noise, in memory that is kept and in memory that is not', () => {
    for (const size of [0, 1, 2, 4096, 4097]) {
      const codec = contextMixing(size);
      const message = fullMessage(3, 5);
      const before = flatten(message);
      codec.push(message, codec.pop(message));
      expect(flatten(message)).to.deep.equal(before);
    }
  });

  it('compresses text and programs of this repository better than xz does', () => {
    // xz -9e makes 6,264 of 16,822 bytes and 18,184 of 43,640 (0.37, 0.42), when this was written.
    const format = bytesOf('FORMAT.md');
    expect(cost(format)).to.be.below(0.36 * format.length);
    const wasm = bytesOf('src/kernels/compiled/kernels.wasm');
    expect(cost(wasm, 8)).to.be.below(0.4 * wasm.length);
  });

  it('finds columns of records and of tables', () => {
    const random = new Random(2);
    const records = Uint32Array.from({ length: 24000 }, (_, i) =>
      i % 12 === 5 ? Math.floor(256 * random.uniform()) : (7 * (i % 12)) & 255,
    );
    expect(cost(records)).to.be.below(1.15 * 2000);
    const rows = Array.from({ length: 2000 }, (_, i) => `${i % 7}, ${i}, state ${i % 3}\n`);
    const table = Uint32Array.from(Buffer.from(rows.join('')));
    expect(cost(table)).to.be.below(0.04 * table.length);
  });

  it('codes runs at next to nothing, in several blocks', () => {
    expect(cost(new Uint32Array(200_000), 3)).to.be.below(60);
  });

  it('costs hardly more than the size where nothing can be foretold, or all of it is false', () => {
    const random = noise(200_000);
    expect(cost(random)).to.be.below(1.001 * random.length);
    // What was learned is turned round over and over.
    const turned = noise(100_000).map((byte, i) => (byte & 1) ^ (i & 4096 ? 255 : 0));
    expect(cost(turned)).to.be.below(0.2 * turned.length);
    // Matches that always break off.
    const piece = noise(4096);
    const broken = Uint32Array.from({ length: 100_000 }, (_, i) =>
      i % 9 === 8 ? (random[i] as number) : (piece[(i * 9) & 4095] as number),
    );
    expect(cost(broken)).to.be.below(1.01 * broken.length);
  });

  it('gives the same words whatever was coded before', () => {
    const words = () => {
      const message = emptyMessage(2);
      contextMixing(300).push(message, noise(300));
      return flatten(message);
    };
    const first = words();
    cost(bytesOf('README.md').subarray(0, 4000));
    expect(words()).to.deep.equal(first);
  });

  it('refuses other symbols, sizes and messages too short, and changes nothing', () => {
    checkRefusal(contextMixing(2), Uint32Array.of(1, 256), RangeError);
    checkRefusal(contextMixing(2), Uint32Array.of(1), RangeError);
    checkExhausted(contextMixing(10_000));
    for (const size of [-1, 0.5, 2 ** 27]) expect(() => contextMixing(size)).to.throw(RangeError);
  });
});
