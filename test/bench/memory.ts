/**
 * Measures what coding one chunk takes, against what src/pipeline/memory.ts reckons with.
 * Usage: npm run memory
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeModel } from '../../src/model/model.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { decodingNeed, encodingNeed } from '../../src/pipeline/memory.js';
import { makeReady } from '../../src/pipeline/models.js';
import { Random } from '../../src/train/random.js';
import { collect } from '../data.js';

/** Codecs, and the types of numbers that they take. */
const CODECS = {
  uniform: { spec: { type: 'uniform', size: 64, precision: 8 }, dtypes: ['u8'] },
  wide: { spec: { type: 'uniform', size: 64, precision: 16 }, dtypes: ['u16'] },
  big: { spec: { type: 'bigUniform', size: 64, precision: 32 }, dtypes: ['u32'] },
  planes: { spec: { type: 'adaptivePrediction' }, dtypes: ['u8', 'u16', 'u32'] },
  mixing: { spec: { type: 'contextMixing' }, dtypes: ['u8'] },
  gradient: { spec: { type: 'experts', effort: 1 }, dtypes: ['u8', 'u16'] },
  experts: { spec: { type: 'experts', effort: 5 }, dtypes: ['u8', 'u16'] },
} as const;

type Name = keyof typeof CODECS;

const BYTES = { u8: 1, u16: 2, u32: 4 } as const;
const MEBIBYTE = 1 << 20;
/** Bytes of the chunk. */
const CHUNK = 4 * MEBIBYTE;
const SHAPE = [8, 8];

/** Most bytes that this process has had. */
function peak(): number {
  return process.resourceUsage().maxRSS * 1024;
}

const [name, dtype, direction] = process.argv.slice(2) as [Name, keyof typeof BYTES, string];
if (name) await measure(name, dtype, direction);
else measureAll();

/** Each case in a process of its own, since memory that was taken is not given back. */
function measureAll(): void {
  console.log('codec     dtype  direction   reckoned   taken (MiB)');
  for (const [codec, { dtypes }] of Object.entries(CODECS)) {
    for (const type of dtypes) {
      for (const way of ['encode', 'decode']) {
        const args = [...process.execArgv, fileURLToPath(import.meta.url), codec, type, way];
        const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
        process.stdout.write(stdout || stderr);
      }
    }
  }
}

async function measure(codec: Name, type: keyof typeof BYTES, way: string): Promise<void> {
  const spec = { format: 1, name: 'x', data: {}, codec: CODECS[codec].spec };
  const model = makeModel(JSON.stringify(spec), new Uint8Array(0), 'x');
  const size = SHAPE.reduce((a, b) => a * b);
  const items = CHUNK / size / BYTES[type];
  const random = new Random(1);
  const numbers = Uint8Array.from({ length: CHUNK }, (_, i) =>
    i % BYTES[type] > 1 ? 0 : (i >> 6) + 32 * random.uniform(),
  );
  const options = {
    raw: { dtype: type, shape: SHAPE, byteOrder: 'little' as const },
    chunkItems: items,
    memory: 2 ** 40,
  };
  const encode = () => collect(compress([numbers], () => model, options));
  const { need } = makeReady(model, { dtype: type, shape: SHAPE }, undefined, 2 ** 40);
  const own = { encode: encodingNeed, decode: decodingNeed }[way as 'encode' | 'decode'];
  const reckoned = need(items) + own(items, size, BYTES[type], false);
  const file = join(tmpdir(), `craystack-memory-${codec}-${type}.cray`);
  const input = way === 'decode' ? readFileSync(file) : undefined;
  const before = peak();
  if (input) await collect(decompress([input], () => model, options));
  else writeFileSync(file, await encode());
  const row = [
    codec.padEnd(9),
    type.padEnd(6),
    way.padEnd(10),
    (reckoned / MEBIBYTE).toFixed(1).padStart(9),
    ((peak() - before) / MEBIBYTE).toFixed(1).padStart(7),
  ];
  console.log(row.join(' '));
}
