import { loadModel } from '../../src/model/model.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { bytesOf, type FrozenInput } from './input.js';

/** Files of numbers, in which every view and every coder has something to do. */
export function numbersInputs(): FrozenInput[] {
  const files = { table: table(), checkpoint: checkpoint(), smooth: smooth(), series: series() };
  return ['numbers', 'numbers-1'].flatMap((model) =>
    Object.entries(files).map(([name, data]) => ({
      name: `${model}-${name}`,
      model: loadModel(model),
      data,
      options: { format: 'bytes' },
    })),
  );
}

const ROWS = 700;

/** Records: prices with some that are missing, times, identifiers, categories, a label, singles in doubles. */
function table(): Uint8Array {
  const random = new Random(1);
  const out = Buffer.alloc(ROWS * 45);
  let time = 1_700_000_000_000n;
  for (let i = 0; i < ROWS; i++) {
    const at = 45 * i;
    const steps = Math.floor(random.uniform() * 40);
    time += BigInt(1000 + steps);
    out.writeDoubleLE(i % 90 === 7 ? Number.NaN : (1900 + 5 * (steps % 13)) / 100, at);
    out.writeBigInt64LE(time * 1000n, at + 8);
    out.writeBigUInt64LE((time << 22n) | BigInt(steps % 3), at + 16);
    out.writeInt32BE([-7, 12, 800][steps % 3] as number, at + 24);
    out.write(['north', 'south'][steps % 2] as string, at + 28, 'latin1');
    out.writeDoubleLE(Math.fround(Math.sin(i / 9) * steps), at + 33);
    out.writeFloatLE(Math.sqrt(steps), at + 41);
  }
  const fields = [
    ...["('price', '<f8')", "('time', '<i8')", "('id', '<u8')", "('kind', '>i4')"],
    ...["('label', 'S5')", "('wave', '<f8')", "('root', '<f4')"],
  ];
  return withDescr(`[${fields.join(', ')}]`, ROWS, out);
}

/** A NumPy file of records: npyFile quotes a descr. */
function withDescr(descr: string, rows: number, bytes: Uint8Array): Uint8Array {
  const text = `{'descr': ${descr}, 'fortran_order': False, 'shape': (${rows},), }`;
  const header = `${text.padEnd(64 * Math.ceil((11 + text.length) / 64) - 11)}\n`;
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0, 0]);
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), bytes]);
}

/** Weights of every type of floats, as safetensors. */
function checkpoint(): Uint8Array {
  const random = new Random(2);
  const header: Record<string, object> = {};
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [dtype, bytes] of [
    ['F32', 4],
    ['BF16', 2],
    ['F16', 2],
    ['F8_E4M3', 1],
    ['F8_E5M2', 1],
    ['F64', 8],
  ] as const) {
    for (const layer of [0, 1]) {
      const values = Float32Array.from(
        { length: 24 * 16 },
        () => (random.uniform() - random.uniform()) / 8,
      );
      const doubles = Float64Array.from(values, (value) => value / 3);
      const own = bytes === 8 ? bytesOf(doubles) : upperBytes(values, bytes);
      header[`${layer}.${dtype}`] = { dtype, shape: [24, 16], data_offsets: [at, at + own.length] };
      parts.push(own);
      at += own.length;
    }
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}

/** The upper bytes of singles: all of them, or those of a narrower type. */
function upperBytes(values: Float32Array, bytes: number): Uint8Array {
  return bytesOf(values).filter((_, i) => i % 4 >= 4 - bytes);
}

/** A field that moves, in singles. */
function smooth(): Uint8Array {
  const [frames, side] = [5, 20];
  const values = Float32Array.from({ length: frames * side * side }, (_, i) => {
    const [t, y, x] = [Math.floor(i / side ** 2), Math.floor(i / side) % side, i % side];
    return (x - 8 - t / 3) ** 3 / 91 + (y * y) / 7 + x * y * 0.013;
  });
  return npyFile('<f4', [frames, side, side], bytesOf(values));
}

/** Coordinates that come again in no order, with noise in their last places. */
function series(): Uint8Array {
  const random = new Random(3);
  const places = Array.from({ length: 90 }, () => random.uniform() * 10);
  const values = Float64Array.from(
    { length: 1500 },
    () => places[Math.floor(random.uniform() * places.length)] as number,
  );
  return npyFile('<f8', [1500], bytesOf(values));
}
