import { expect } from 'chai';
import { letters, padded, writer } from './bytesOf.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

/** Data elements of a file in a byte order. */
function elements(bigEndian: boolean) {
  const { u8, u16, u32, i32, f64 } = writer(bigEndian);
  const element = (type: number, bytes: Uint8Array) =>
    Buffer.concat([u32(type, bytes.length), padded(bytes, 8)]);
  const small = (type: number, bytes: Uint8Array) =>
    Buffer.concat([
      bigEndian ? u16(bytes.length, type) : u16(type, bytes.length),
      padded(bytes, 4),
    ]);
  const matrix = (kind: number, sizes: readonly number[], name: string, ...rest: Uint8Array[]) =>
    element(
      14,
      Buffer.concat([
        element(6, u32(kind, 0)),
        element(5, i32(...sizes)),
        name.length > 0 && name.length <= 4 ? small(1, letters(name)) : element(1, letters(name)),
        ...rest,
      ]),
    );
  const order = bigEndian ? 'MI' : 'IM';
  const header = Buffer.concat([letters('MATLAB 5.0 MAT-file', 124), u16(256), letters(order)]);
  const file = Buffer.concat([
    header,
    matrix(6, [2, 3], 'plain', element(9, f64(1, 2, 3, 4, 5, 6))),
    element(15, Buffer.alloc(11)).subarray(0, 19),
    matrix(6, [3, 1], 'n', small(2, u8(1, 2, 3))),
    matrix(6, [1, 2], 'z', element(9, f64(1, 2)), element(9, f64(1, 2))),
    matrix(1, [1, 2], 'cell', matrix(7, [1, 1], '', element(7, u32(7))), element(14, u8())),
    matrix(
      2,
      [1, 1],
      's',
      small(5, i32(32)),
      element(1, letters('x', 32)),
      matrix(6, [1, 2], '', element(9, f64(1, 2))),
    ),
    matrix(
      5,
      [3, 3],
      'thin',
      element(5, i32(0, 1)),
      element(5, i32(0, 1, 2, 2)),
      element(9, f64(1, 2)),
    ),
  ]);
  return { file, matrix, element, header };
}

describe('the layout of MAT-files', () => {
  it('has a field for each array of numbers, and for those in cells and structures', () => {
    for (const bigEndian of [false, true]) {
      const lines = fieldsSaid(elements(bigEndian).file);
      const order = bigEndian ? ' big' : '';
      expect(lines).to.deep.equal([
        'MAT-file',
        `plain: f64${order} at 192, 3*16 2*8`,
        'n: u8 at 311, 3*1',
        `z: f64${order} at 371, 2*8`,
        `z: f64${order} at 395, 2*8`,
        `cell.values: f32${order} at 515`,
        `s.values: f64${order} at 683, 2*8`,
        `thin: i32${order} at 755, 2*4`,
        `thin: i32${order} at 771, 4*4`,
        `thin: f64${order} at 795, 2*8`,
      ]);
    }
  });

  it('is none for cells without end', () => {
    const { matrix, header } = elements(false);
    let cell = matrix(1, [1, 1], 'c');
    for (let i = 0; i < 40; i++) cell = matrix(1, [1, 1], 'c', cell);
    expect(fieldsSaid(Buffer.concat([header, cell]))).to.deep.equal([
      'MAT-file: its cells stand too deep in each other',
    ]);
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(elements(false).file, { runs: 3000 });
    checkDamaged(elements(true).file);
  }).timeout(60_000);
});
