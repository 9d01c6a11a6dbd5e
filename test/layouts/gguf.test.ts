import { expect } from 'chai';
import { blockOf } from '../../src/layouts/gguf/blocks.js';
import { NUMBER_BYTES, numbersIn } from '../../src/layouts/layout.js';
import { letters, padded, writer } from './bytesOf.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

const { u32, u64, f32 } = writer();

const text = (value: string) => Buffer.concat([u64(value.length), letters(value)]);

const tensor = (name: string, sizes: readonly number[], type: number, offset: number) =>
  Buffer.concat([text(name), u32(sizes.length), u64(...sizes), u32(type), u64(offset)]);

function ggufFile(tensors: readonly Uint8Array[], bytes: number, alignment = 64): Buffer {
  const pairs = [
    Buffer.concat([text('general.name'), u32(8), text('a model')]),
    Buffer.concat([text('general.alignment'), u32(4), u32(alignment)]),
    Buffer.concat([text('words'), u32(9), u32(8), u64(2), text('one'), text('two')]),
    Buffer.concat([text('scores'), u32(9), u32(6), u64(3), f32(1, 2, 3)]),
  ];
  const counts = Buffer.concat([letters('GGUF'), u32(3), u64(tensors.length, pairs.length)]);
  const header = Buffer.concat([counts, ...pairs, ...tensors]);
  return Buffer.concat([padded(header, alignment || 64), Buffer.alloc(bytes)]);
}

const FILE = ggufFile(
  [
    tensor('norm', [5], 0, 0),
    tensor('half', [4, 3], 1, 64),
    tensor('eight', [64, 3], 8, 128),
    tensor('four', [256, 2], 12, 384),
    tensor('new', [256], 77, 640),
  ],
  700,
);

describe('the layout of GGUF', () => {
  it('has a field for each tensor of numbers, and for each part of blocks', () => {
    const at = FILE.length - 700;
    expect(fieldsSaid(FILE)).to.deep.equal([
      'GGUF',
      `norm: f32 at ${at}, 5*4`,
      `half: f16 at ${at + 64}, 3*8 4*2`,
      `eight.scale: f16 at ${at + 128}, 3*68 2*34`,
      `eight.quants: i8 at ${at + 130}, 3*68 2*34 32*1`,
      `four.scale: f16 at ${at + 384}, 2*144`,
      `four.minimum: f16 at ${at + 386}, 2*144`,
      `four.scales: u8 at ${at + 388}, 2*144 12*1`,
      `four.quants: u8 at ${at + 400}, 2*144 128*1`,
    ]);
  });

  it('knows blocks as long as ggml has them', () => {
    const bytes: Record<number, number> = {
      ...{
        0: 4,
        1: 2,
        2: 18,
        3: 20,
        6: 22,
        7: 24,
        8: 34,
        9: 36,
        10: 84,
        11: 110,
        12: 144,
        13: 176,
      },
      ...{ 14: 210, 15: 292, 16: 66, 17: 74, 18: 98, 19: 50, 20: 18, 21: 110, 22: 82, 23: 136 },
      ...{ 24: 1, 25: 2, 26: 4, 27: 8, 28: 8, 29: 56, 30: 2 },
    };
    for (const [type, expected] of Object.entries(bytes)) {
      const block = blockOf(Number(type));
      const sum = block?.fields.reduce((n, f) => n + numbersIn(f) * NUMBER_BYTES[f.type], 0);
      expect([block?.bytes, sum], type).to.deep.equal([expected, expected]);
    }
    expect(blockOf(4)).to.equal(undefined);
  });

  it('is none where the header lies', () => {
    const many = ggufFile([tensor('x', [5], 0, 0)], 64);
    many.writeBigUInt64LE(1n << 40n, 8);
    const lines = [
      many,
      ggufFile([tensor('x', Array(9).fill(1), 0, 0)], 64),
      ggufFile([tensor('x', [5], 0, 0)], 64, 0),
      ggufFile([tensor('x', [5], 0, 0), tensor('y', [5], 0, 16)], 64),
      ggufFile([tensor('x', [5, 2 ** 50, 2 ** 50], 0, 0)], 64),
    ].map((file) => fieldsSaid(file));
    expect(lines.map(([line]) => line)).to.deep.equal([
      'GGUF: 1099511627776 tensors are absurd',
      'GGUF: x: 9 axes are absurd',
      'GGUF: an alignment of 0',
      'GGUF: x: overlaps another field, or itself',
      'GGUF',
    ]);
    expect(lines.at(-1)?.[1]).to.match(/^x: f32 at \d+, 3\*20 5\*4$/);
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(FILE, { runs: 3000 });
  }).timeout(60_000);
});
