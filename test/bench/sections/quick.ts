import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFor } from '../../../src/cli/models.js';
import { loadModel } from '../../../src/model/model.js';
import { packageFile } from '../../../src/package.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { Random } from '../../../src/train/random.js';
import { npyFile } from '../../data/npyFile.js';
import { collect } from '../../data.js';
import { placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

/** What was made of a file. */
interface QuickRow {
  readonly name: string;
  readonly bytes: number;
  /** Of the whole .cray file. */
  readonly craystack: number;
  readonly zstd?: number | undefined;
  /** Processor time each way, the least of two runs, of large files; that of small ones is mostly the start. */
  readonly seconds?: readonly [number, number];
}

const DATA = packageFile('../shared/data/numbers');
/** Bytes of a large file. */
const LARGE = 1 << 24;
const HEAD = ['', 'bytes', 'craystack', 'zstd -19', 'of zstd', 'MB/s', 'MB/s back'];

/** Files of numbers by auto --effort 1, and how fast large ones are. */
export const quick: Section<readonly QuickRow[]> = {
  name: 'quick',
  title:
    'files of numbers by auto --effort 1, each alone, and the speed of large ones on one thread',
  async measure() {
    if (!existsSync(DATA)) throw new Error('the files of numbers are not at hand');
    const rows: QuickRow[] = [];
    for (const name of readdirSync(DATA).filter((name) => !name.endsWith('.md'))) {
      rows.push(await measureFile(name, readFileSync(join(DATA, name)), 1));
    }
    for (const [name, make] of Object.entries(KINDS)) rows.push(await measureFile(name, make(), 2));
    return rows;
  },
  report: (rows) => textTable([HEAD, ...rows.map(cells)]),
  parts: (measured) => ({
    quick: [
      `Whole .cray files by \`auto --effort 1\`, each file alone, and on one thread large ones of one kind (${placeOf(measured)}):`,
      '',
      markdownTable(HEAD, measured.result.map(cells)),
    ].join('\n'),
  }),
};

const random = () => new Random(1);

/** Large files, each of a kind. */
const KINDS: Readonly<Record<string, () => Uint8Array>> = {
  'weights, f32, 16 MiB': () => {
    const own = random();
    return arrayOf(Float32Array.from({ length: LARGE / 4 }, () => own.normals(1)[0] as number));
  },
  'prices, f64, 16 MiB': () => {
    const own = random();
    let price = 2000;
    return arrayOf(
      Float64Array.from({ length: LARGE / 8 }, () => {
        price += Math.floor(21 * own.uniform()) - 10;
        return price / 100;
      }),
    );
  },
  'time stamps, i64, 16 MiB': () => {
    const own = random();
    let time = 1_700_000_000_000_000_000n;
    return arrayOf(
      BigInt64Array.from({ length: LARGE / 8 }, () => {
        time += BigInt(900 + Math.floor(200 * own.uniform())) * 1000n;
        return time;
      }),
    );
  },
  'a smooth field, f32, 16 MiB': () =>
    arrayOf(
      Float32Array.from({ length: LARGE / 4 }, (_, i) => {
        const [y, x] = [i >> 11, i & 2047];
        return Math.sin(y / 50) * Math.cos(x / 70) + ((i * 2654435761) % 1000) / 1e6;
      }),
    ),
};

function arrayOf(numbers: Float32Array | Float64Array | BigInt64Array): Uint8Array {
  const kind = numbers instanceof BigInt64Array ? 'i' : 'f';
  const bytes = new Uint8Array(numbers.buffer);
  return npyFile(`<${kind}${numbers.BYTES_PER_ELEMENT}`, [numbers.length], bytes);
}

async function measureFile(name: string, file: Uint8Array, runs: number): Promise<QuickRow> {
  let out: Uint8Array = new Uint8Array(0);
  const [there, back]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    there.push(
      await processorTime(async () => {
        out = await collect(compress([file], modelFor({ effort: 1 }), { threads: 1 }));
      }),
    );
    let restored: Uint8Array = new Uint8Array(0);
    back.push(
      await processorTime(async () => {
        const find = ({ modelName }: { modelName: string }) => loadModel(modelName);
        restored = await collect(decompress([out], find, { threads: 1 }));
      }),
    );
    if (Buffer.compare(restored, file) !== 0) throw new Error(`${name} came back different`);
  }
  const zstd = spawnSync('zstd', ['-19', '-qc'], { input: file, maxBuffer: 1 << 27 });
  return {
    name,
    bytes: file.length,
    craystack: out.length,
    zstd: zstd.status === 0 ? zstd.stdout.length : undefined,
    ...(runs > 1 && { seconds: [Math.min(...there), Math.min(...back)] as const }),
  };
}

function cells({ name, bytes, craystack, zstd, seconds }: QuickRow): string[] {
  const speeds = seconds?.map((some) => (bytes / some / 1e6).toFixed(0)) ?? ['', ''];
  const ratio = zstd ? (craystack / zstd).toFixed(2) : '';
  return [name, `${bytes}`, `${craystack}`, `${zstd ?? ''}`, ratio, ...speeds];
}

async function processorTime(action: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
