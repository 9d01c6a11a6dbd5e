import { expect } from 'chai';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

/** A file of tensors that lie as a header says. */
function safetensorsFile(header: unknown, bytes: number, length?: bigint): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([start, text, Buffer.alloc(bytes, 7)]);
}

const tensor = (dtype: string, shape: unknown, offsets: unknown) => ({
  dtype,
  shape,
  data_offsets: offsets,
});

/** The lines of one tensor, in a file of 4096 bytes of them. */
const ofOne = (dtype: string, shape: unknown, offsets: unknown) =>
  fieldsSaid(safetensorsFile({ a: tensor(dtype, shape, offsets) }, 4096));

const from = (dtype: string, shape: unknown, offsets: unknown) =>
  safetensorsFile({ a: tensor(dtype, shape, offsets) }, 0).length;

describe('the layout of safetensors', () => {
  const header = {
    __metadata__: { format: 'pt' },
    weight: tensor('F32', [3, 5], [0, 60]),
    none: tensor('F32', [0, 5], [60, 60]),
    scalar: tensor('BF16', [], [60, 62]),
    waves: tensor('C64', [2], [64, 80]),
  };

  it('has a field for each tensor', () => {
    const file = safetensorsFile(header, 80);
    const at = file.length - 80;
    expect(fieldsSaid(file)).to.deep.equal([
      'safetensors',
      `weight: f32 at ${at}, 3*20 5*4`,
      `scalar: bf16 at ${at + 60}`,
      `waves: f32 at ${at + 64}, 2*8 2*4`,
    ]);
  });

  it('knows all types, and leaves others as bytes', () => {
    const types =
      'BOOL u8 U8 u8 I8 i8 F8_E4M3 f8e4m3 F8_E5M2 f8e5m2 U16 u16 I16 i16 F16 f16 BF16 bf16 U32 u32 I32 i32 ' +
      'F32 f32 U64 u64 I64 i64 F64 f64';
    for (const [, dtype = '', type, digits] of types.matchAll(
      /(\S+) (\w+?(\d+)(?:e\dm\d)?)(?: |$)/g,
    )) {
      const bytes = type?.startsWith('f8') ? 1 : Number(digits) / 8;
      const at = from(dtype, [6], [0, 6 * bytes]);
      expect(ofOne(dtype, [6], [0, 6 * bytes]).at(-1)).to.equal(`a: ${type} at ${at}, 6*${bytes}`);
    }
    expect(ofOne('Q7', [6], [0, 6])).to.deep.equal(['safetensors: it has no numbers']);
  });

  it('is none where its header lies', () => {
    const lines = [
      ofOne('F32', [3], [0, 16]),
      ofOne('F32', [2 ** 31, 2 ** 31, 2 ** 31], [0, 16]),
      ofOne('F32', [-1], [0, 16]),
      ofOne('F32', 'x', [0, 16]),
      fieldsSaid(safetensorsFile({ a: 7 }, 64)),
      fieldsSaid(safetensorsFile({ a: tensor('F32', [4], [0, 16]) }, 64, 1n << 32n)),
      fieldsSaid(safetensorsFile({ a: tensor('F32', [4], [0, 16]) }, 64, 1n << 60n)),
      fieldsSaid(Buffer.concat([Buffer.from('\x09\0\0\0\0\0\0\0{"a":7}}}', 'latin1')])),
      fieldsSaid(
        safetensorsFile({ a: tensor('F32', [4], [0, 16]), b: tensor('F32', [4], [12, 28]) }, 64),
      ),
    ];
    expect(lines.map(([line]) => line)).to.deep.equal([
      'safetensors: a: shape [3] does not fit [0,16]',
      'safetensors: a: shape [2147483648,2147483648,2147483648] does not fit [0,16]',
      'safetensors: a: its shape or its place is none',
      'safetensors: a: its shape or its place is none',
      'safetensors: a: its shape or its place is none',
      'safetensors: a header of 4294967296 bytes is not there',
      'no layout',
      'safetensors: its header is not JSON',
      'safetensors: a: overlaps another field, or itself',
    ]);
  });

  it('is what there is where a file is cut, or has a tensor beyond its end', () => {
    const file = safetensorsFile(header, 80);
    const at = file.length - 80;
    expect(fieldsSaid(file.subarray(0, at + 45))).to.deep.equal([
      'safetensors',
      `weight: f32 at ${at}, 2*20 5*4`,
    ]);
    const outside = safetensorsFile({ a: tensor('U8', [5], [2 ** 40, 2 ** 40 + 5]) }, 80);
    expect(fieldsSaid(outside)).to.deep.equal(['safetensors: it has no numbers']);
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(safetensorsFile(header, 80));
  }).timeout(60_000);
});
