import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { packageFile } from '../../../src/package.js';
import { npyFile } from '../npyFile.js';
import { expectBytes, expectExact, open, restored } from '../restored.js';

const TYPES: readonly [string, number, string][] = [
  ['|b1', 1, 'u8'],
  ['|u1', 1, 'u8'],
  ['|i1', 1, 'i8'],
  ...['<', '>'].flatMap((order): [string, number, string][] => [
    [`${order}u2`, 2, 'u16'],
    [`${order}i2`, 2, 'i16'],
    [`${order}u4`, 4, 'u32'],
    [`${order}i4`, 4, 'i32'],
    [`${order}u8`, 8, 'u32'],
    [`${order}i8`, 8, 'u32'],
    [`${order}f2`, 2, 'u16'],
    [`${order}f4`, 4, 'u32'],
    [`${order}f8`, 8, 'u32'],
    [`${order}c8`, 8, 'u32'],
    [`${order}c16`, 16, 'u32'],
    [`${order}M8[ns]`, 8, 'u32'],
    [`${order}m8`, 8, 'u32'],
  ]),
];

const anyShape = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 9 }).filter((shape) => {
  return shape.reduce((a, b) => a * b, 1) <= 256;
});

describe('npy files', () => {
  it('of every type, order, rank and version come back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TYPES),
        anyShape,
        fc.boolean(),
        fc.constantFrom(1, 2, 3),
        fc.infiniteStream(fc.nat(255)),
        async ([descr, bytes, dtype], shape, fortran, major, random) => {
          const count = shape.reduce((a, b) => a * b, 1);
          const samples = Uint8Array.from({ length: count * bytes }, () => random.next().value);
          const file = npyFile(descr, shape, samples, { fortran, major });
          const { dataset } = await expectExact(file, 'npy');
          expect(dataset.dtype).to.equal(dtype);
          expect(dataset.shape.length).to.be.at.most(8);
        },
      ),
      { numRuns: 400, seed: 2 },
    );
  });

  it('give numbers in their order', async () => {
    const ranks = async (descr: string, samples: Uint8Array) => {
      const { elements } = await open(npyFile(descr, [samples.length / 4], samples));
      return [...new Uint32Array(Uint8Array.from(elements).buffer)];
    };
    const floats = Float32Array.of(
      Number.NEGATIVE_INFINITY,
      -1e9,
      -1,
      -1e-40,
      -0,
      0,
      1e-40,
      2,
      1e30,
    );
    const integers = Int32Array.of(-(2 ** 31), -5, -1, 0, 1, 7, 2 ** 31 - 1);
    for (const [descr, numbers] of [
      ['<f4', floats],
      ['<i4', integers],
    ] as const) {
      const got = await ranks(descr, new Uint8Array(numbers.buffer));
      expect(got).to.deep.equal([...got].sort((a, b) => a - b));
    }
    expect(await ranks('<i4', new Uint8Array(Int32Array.of(-1, 0).buffer))).to.deep.equal([
      2 ** 31 - 1,
      2 ** 31,
    ]);
  });

  it('have items along their outermost dimension, and planes of 64-bit numbers', async () => {
    const shapeOf = async (file: Uint8Array) => {
      const { dataset } = await open(file);
      return [dataset.items, ...dataset.shape];
    };
    const samples = new Uint8Array(2 * 3 * 5 * 8);
    expect(await shapeOf(npyFile('<i2', [2, 3, 5], samples))).to.deep.equal([2, 3, 5]);
    expect(await shapeOf(npyFile('<i2', [2, 3, 5], samples, { fortran: true }))).to.deep.equal([
      5, 3, 2,
    ]);
    expect(await shapeOf(npyFile('<i8', [2, 3, 5], samples))).to.deep.equal([2, 2, 3, 5]);
    expect(await shapeOf(npyFile('<f8', [30], samples))).to.deep.equal([30, 2]);
    expect(await shapeOf(npyFile('<c8', [30], samples))).to.deep.equal([30, 2]);
    expect(await shapeOf(npyFile('|u1', [], samples))).to.deep.equal([1]);
    expect(await shapeOf(npyFile('|u1', [1, 70_000], new Uint8Array(70_000)))).to.deep.equal([
      1, 70_000,
    ]);
    expect(await shapeOf(npyFile('|u1', [70_000], new Uint8Array(70_000)))).to.deep.equal([70_000]);
  });

  it('of a length that is not what they say come back as they are', async () => {
    const file = npyFile(
      '<f8',
      [5, 3],
      Uint8Array.from({ length: 120 }, (_, i) => i),
    );
    for (let n = file.length - 60; n < file.length; n++)
      await expectExact(file.subarray(0, n), 'npy');
    await expectExact(Buffer.concat([file, Buffer.alloc(70_000, 5)]), 'npy');
  });

  const none = new Uint8Array(0);
  const file = npyFile('<u2', [3], new Uint8Array(6));
  const bad: [string, Uint8Array, string | undefined][] = [
    ['a magic cut short', file.subarray(0, 5), undefined],
    ['a version cut short', file.subarray(0, 7), 'npy: version'],
    ['a header cut short', file.subarray(0, 40), 'npy: the file ends within its header'],
    ['a version that is not known', npyFile('<u2', [3], none, { major: 4 }), 'version 4'],
    ['objects', npyFile('|O', [3], none), 'npy: its numbers are not of one plain type'],
    ['strings', npyFile('<U7', [3], none), 'npy: numbers of type U7'],
    ['a structure', npyFile("', [('a', '<i4')], '", [3], none), 'not of one plain type'],
    [
      'no shape',
      Buffer.from(Buffer.from(file).toString('latin1').replace('shape', 'shave'), 'latin1'),
      'no shape',
    ],
    ['no items of no elements', npyFile('<u2', [0, 0], none), 'items have no elements'],
    ['absurd sizes', npyFile('<u2', [1e15, 1e15], none), 'absurd'],
  ];
  for (const [title, bytes, note] of bad) {
    it(`are bytes for ${title}`, () => expectBytes(bytes, note));
  }

  const folder = packageFile('../shared/data/arrays-npy');
  const skipped = existsSync(folder) ? '' : ' (skipped: ../shared is not there)';
  it(`of science come back${skipped}`, async function () {
    if (skipped) return this.skip();
    for (const name of readdirSync(folder).filter((n) => n.endsWith('.npy'))) {
      const bytes = readFileSync(`${folder}/${name}`);
      const opened = await open(bytes, {}, 100_000);
      expect(opened.dataset.format).to.equal('npy');
      expect(Buffer.compare(await restored(opened), bytes), name).to.equal(0);
    }
  });
});
