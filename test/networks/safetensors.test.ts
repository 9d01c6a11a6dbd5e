import { expect } from 'chai';
import { CrayError } from '../../src/errors.js';
import { readSafetensors, writeSafetensors } from '../../src/networks/safetensors.js';

const tensors = new Map([
  ['a', { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, -6.5) }],
  ['b', { shape: [], values: Float32Array.of(7) }],
]);

/** A file with this header and so many zero bytes of data. */
function file(header: unknown, data: number): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(data)]);
}

describe('safetensors', () => {
  it('reads what it writes', () => {
    expect(readSafetensors(writeSafetensors(tensors, { note: 'x' }))).to.deep.equal(tensors);
  });

  it('reads from an unaligned part of a buffer', () => {
    const bytes = writeSafetensors(tensors);
    const shifted = Buffer.concat([Uint8Array.of(0), bytes]).subarray(1);
    expect(readSafetensors(shifted)).to.deep.equal(tensors);
  });

  const entry = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  const bad: [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(3), 'expected at least 8 bytes, got 3'],
    ['a header longer than the file', Buffer.alloc(8, 255), 'does not fit in a file of 8'],
    ['a header that is not JSON', file('{', 0), 'is not JSON'],
    ['a header that is no object', file('[]', 0), 'JSON object'],
    ['another dtype', file({ a: { ...entry, dtype: 'F16' } }, 8), 'a: expected dtype F32'],
    ['a negative size', file({ a: { ...entry, shape: [-2] } }, 8), 'a: bad shape'],
    ['a shape that is not the length', file({ a: { ...entry, shape: [3] } }, 8), 'does not fit'],
    ['data beyond the end', file({ a: entry }, 7), 'does not fit'],
    ['bytes after the data', file({ a: entry }, 9), 'expected'],
    ['a gap', file({ a: { ...entry, data_offsets: [4, 12] } }, 12), 'do not tile'],
    ['an overlap', file({ a: entry, b: entry }, 8), 'do not tile'],
    ['an entry that is null', file({ a: null }, 0), 'a: expected dtype F32'],
  ];
  for (const [title, bytes, message] of bad) {
    it(`refuses ${title}`, () => {
      expect(() => readSafetensors(bytes))
        .to.throw(CrayError, message)
        .with.property('code', 'WEIGHTS_INVALID');
    });
  }

  it('names the element that is not finite', () => {
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      const bytes = writeSafetensors(
        new Map([['w', { shape: [3], values: Float32Array.of(0, 1, value) }]]),
      );
      expect(() => readSafetensors(bytes)).to.throw(CrayError, `weights: w: element 2 is ${value}`);
    }
  });
});
