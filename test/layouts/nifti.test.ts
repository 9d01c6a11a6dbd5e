import { expect } from 'chai';
import { letters, writer } from './bytesOf.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

/** A volume of 2 by 3 by 4, or as said. */
function niftiFile(version: 1 | 2, bigEndian: boolean, type: number, sizes = [2, 3, 4]): Buffer {
  const { u16, u32, u64, f32 } = writer(bigEndian);
  const all = [sizes.length, ...sizes];
  const file = Buffer.alloc(version === 1 ? 352 : 544);
  const put = (at: number, bytes: Uint8Array) => file.set(bytes, at);
  put(0, u32(version === 1 ? 348 : 540));
  if (version === 1) {
    put(40, u16(...all));
    put(70, u16(type));
    put(108, f32(352));
    put(344, letters('n+1\0'));
  } else {
    put(4, letters('n+2\0\r\n\x1a\n'));
    put(12, u16(type));
    put(16, u64(...all));
    put(168, u64(544));
  }
  return Buffer.concat([file, Buffer.alloc(400)]);
}

describe('the layout of NIfTI', () => {
  it('is one field, the first axis innermost, in either version and byte order', () => {
    for (const bigEndian of [false, true]) {
      const order = bigEndian ? ' big' : '';
      const lines = ([1, 2] as const).map((version) =>
        fieldsSaid(niftiFile(version, bigEndian, 4)),
      );
      expect(lines).to.deep.equal([
        ['NIfTI', `values: i16${order} at 352, 4*12 3*4 2*2`],
        ['NIfTI', `values: i16${order} at 544, 4*12 3*4 2*2`],
      ]);
    }
  });

  it('knows all types', () => {
    const types = [2, 8, 16, 32, 64, 128, 256, 512, 768, 1024, 1280, 1792, 2304, 99].map((type) =>
      fieldsSaid(niftiFile(1, false, type)).at(-1),
    );
    expect(
      types.map((line) => line?.replace(/values: | at 352|4\*\d+ 3\*\d+ /g, '')),
    ).to.deep.equal([
      ...['u8, 2*1', 'i32, 2*4', 'f32, 2*4', 'f32, 2*8 2*4', 'f64, 2*8', 'u8, 2*3 3*1'],
      ...['i8, 2*1', 'u16, 2*2', 'u32, 2*4', 'i64, 2*8', 'u64, 2*8', 'f64, 2*16 2*8'],
      ...['u8, 2*4 4*1', 'NIfTI: numbers of type 99'],
    ]);
  });

  it('is none where the header lies', () => {
    expect(fieldsSaid(niftiFile(1, false, 4, Array(8).fill(1)))).to.deep.equal(['NIfTI: 8 axes']);
    const file = niftiFile(1, false, 4);
    file.writeFloatLE(Number.NaN, 108);
    expect(fieldsSaid(file)).to.deep.equal(['NIfTI: its numbers begin at byte NaN']);
    file.writeUInt32LE(7, 0);
    expect(fieldsSaid(file)).to.deep.equal(['NIfTI: its header has no length']);
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(niftiFile(1, false, 16));
    checkDamaged(niftiFile(2, true, 16));
  }).timeout(60_000);
});
