/**
 * What the model photo makes of pictures, at each effort, and what cjxl makes of them if it is
 * installed. Usage: npx tsx test/bench/photos.ts [--efforts 1,5,9] PICTURE…
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFile } from '../../src/package.js';
import { compress } from '../../src/pipeline/compress.js';
import { decompress } from '../../src/pipeline/decompress.js';
import { makeModel } from '../../src/spec/model.js';
import { collect } from '../data.js';
import { textTable } from './table.js';

/** What one program made of one picture. */
export interface PhotoRow {
  readonly picture: string;
  readonly name: string;
  /** Size of the whole file. */
  readonly bytes: number;
  readonly bitsPerValue: number;
  /** Bytes of bare pixels a second; decoding is not measured of others. */
  readonly encodeRate: number;
  readonly decodeRate: number | undefined;
}

/**
 * Measures one picture in process, and checks that it comes back.
 *
 * @param path of a picture of three channels of 8 bits.
 * @param efforts 1 … 9.
 */
export async function benchPhoto(path: string, efforts: readonly number[]): Promise<PhotoRow[]> {
  const picture = basename(path);
  const file = readFileSync(path);
  const spec = JSON.parse(readFileSync(packageFile('models/photo/model.json'), 'utf8'));
  const rows: PhotoRow[] = [];
  let values = 0;
  for (const effort of efforts) {
    const json = JSON.stringify({ ...spec, codec: { type: 'experts', effort } });
    const model = makeModel(json, new Uint8Array(), 'photo');
    const start = performance.now();
    const packed = await collect(
      compress([file], (dataset) => {
        values = dataset.shape.reduce((a, b) => a * b, 1);
        return model;
      }),
    );
    const middle = performance.now();
    const back = await collect(decompress([packed], () => model));
    const end = performance.now();
    if (Buffer.compare(back, file) !== 0) throw new Error(`${picture} did not come back`);
    rows.push({
      picture,
      name: `craystack, effort ${effort}`,
      bytes: packed.length,
      bitsPerValue: (8 * packed.length) / values,
      encodeRate: (1000 * values) / (middle - start),
      decodeRate: (1000 * values) / (end - middle),
    });
  }
  return [...rows, ...benchJxl(path, values)];
}

/** JPEG XL without loss, where cjxl is installed. */
function benchJxl(path: string, values: number): PhotoRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'craystack-photos-'));
  try {
    const out = join(folder, 'out.jxl');
    const start = performance.now();
    const { status } = spawnSync('cjxl', ['-d', '0', '-e', '9', path, out]);
    const seconds = (performance.now() - start) / 1000;
    if (status !== 0) return [];
    const bytes = statSync(out).size;
    return [
      {
        picture: basename(path),
        name: 'JPEG XL -e 9',
        bytes,
        bitsPerValue: (8 * bytes) / values,
        encodeRate: values / seconds,
        decodeRate: undefined,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [first, second, ...others] = process.argv.slice(2);
  const named = first === '--efforts';
  const efforts = named ? (second ?? '').split(',').map(Number) : [1, 5, 9];
  const paths = named ? others : process.argv.slice(2);
  const rate = (bytes: number | undefined) => (bytes ? (bytes / 1e6).toPrecision(3) : '');
  for (const path of paths) {
    const rows = await benchPhoto(path, efforts);
    const cells = rows.map((r) => [
      r.picture,
      r.name,
      String(r.bytes),
      r.bitsPerValue.toFixed(4),
      rate(r.encodeRate),
      rate(r.decodeRate),
    ]);
    const head = ['', '', 'bytes', 'bits/subpixel', 'MB/s in', 'MB/s out'];
    process.stdout.write(`${textTable([head, ...cells])}\n`);
  }
}
