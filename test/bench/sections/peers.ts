import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Remembered } from '../../../src/codecs/remembered.js';
import { openDataset } from '../../../src/data/open.js';
import { loadModel } from '../../../src/model/model.js';
import { packageFile } from '../../../src/package.js';
import { installedPeers, PeerBench } from '../../../src/peers/measure.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { collect, mnistSlice } from '../../data.js';
import { type PythonCoder, pythonCoder } from '../python.js';
import { placeOf, type Section } from '../section.js';
import { type Spread, spreadOf, spreadText } from '../spread.js';
import { markdownTable, textTable } from '../table.js';

/** One compressor on one data set, against craystack in the same runs. */
interface Row {
  readonly data: string;
  readonly name: string;
  readonly version: string;
  readonly bytes: number;
  /** Its bytes over those of craystack. */
  readonly size: number;
  /** Its time over that of craystack, run by run. */
  readonly encode: Spread;
  readonly decode: Spread;
}

interface Result {
  readonly runs: number;
  /** Bytes of craystack by data set, and its model. */
  readonly own: readonly {
    readonly data: string;
    readonly model: string;
    readonly bytes: number;
  }[];
  readonly rows: readonly Row[];
  /** Where the Python craystack is on PYTHONPATH. */
  readonly python: PythonCoder | null;
}

const RUNS = 3;

/** Small files that are in the repository, and a model for each. */
const DATA: readonly (readonly [name: string, model: string, make: () => Uint8Array])[] = [
  ['200 binarised digits', 'mnist-binary-vae', () => mnistSlice(0, 200)],
  [
    'a JSON file of numbers',
    'bytes',
    () => readFileSync(packageFile('fixtures/golden/craystack-python-codecs.json')),
  ],
];

const HEAD = ['', '', 'bytes', 'size', 'time to encode', 'time to decode'];

/** Compressors that are installed, in the same runs as craystack. */
export const peers: Section<Result> = {
  name: 'peers',
  title:
    'other compressors that are installed, in the same runs: sizes and times over those of craystack',

  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'craystack-peers-'));
    try {
      const own: Result['own'][number][] = [];
      const rows: Row[] = [];
      for (const [data, model, make] of DATA) {
        const measured = await measureOn(data, model, make(), folder);
        own.push({ data, model, bytes: measured.bytes });
        rows.push(...measured.rows);
      }
      return { runs: RUNS, own, rows, python: await pythonCoder(RUNS) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },

  report: (result) =>
    [textTable([HEAD, ...cells(result)]), pythonText(result)].filter(Boolean).join('\n'),

  parts: (measured) => ({
    peers: [
      `Sizes and times over those of craystack, which is 1; of ${measured.result.runs} runs side by side the ` +
        `least, the middle and the most (${placeOf(measured)}):`,
      '',
      markdownTable(HEAD, cells(measured.result)),
    ].join('\n'),
  }),
};

async function measureOn(
  data: string,
  name: string,
  file: Uint8Array,
  folder: string,
): Promise<{ bytes: number; rows: Row[] }> {
  const model = loadModel(name);
  const bench = await benchOf(file, folder);
  const found = (await installedPeers()).flatMap(({ program, version }) =>
    program.peers.filter((peer) => bench.fits(peer)).map((peer) => ({ peer, version })),
  );
  const times = new Map(found.map((each) => [each, { encode: [0], decode: [0], bytes: 0 }]));
  let bytes = 0;
  // The first run is not counted: the engine has not compiled the kernels yet.
  for (let run = 0; run <= RUNS; run++) {
    Remembered.forget();
    const start = performance.now();
    const cray = await collect(compress([file], () => model));
    const middle = performance.now();
    await collect(decompress([cray], () => model));
    const end = performance.now();
    bytes = cray.length;
    if (run === 0) continue;
    for (const [each, ratios] of times) {
      const figures = await bench.measure(each.peer, 1);
      if (!figures) continue;
      ratios.bytes = figures.bytes;
      ratios.encode[run - 1] = (1000 * figures.encodeSeconds) / (middle - start);
      ratios.decode[run - 1] = (1000 * figures.decodeSeconds) / (end - middle);
    }
  }
  const rows = [...times].map(
    ([{ peer, version }, ratios]): Row => ({
      data,
      name: peer.name,
      version,
      bytes: ratios.bytes,
      size: ratios.bytes / bytes,
      encode: spreadOf(ratios.encode),
      decode: spreadOf(ratios.decode),
    }),
  );
  return { bytes, rows: rows.filter((row) => row.bytes > 0).sort((a, b) => a.bytes - b.bytes) };
}

async function benchOf(file: Uint8Array, folder: string): Promise<PeerBench> {
  const dataset = await openDataset([file]);
  const { format, dtype, shape, levels } = dataset;
  const parts: Uint8Array[] = [];
  for await (const { elements } of dataset.pieces(1024)) parts.push(elements);
  return new PeerBench(
    { file, format, dtype, shape, levels, elements: Buffer.concat(parts) },
    folder,
  );
}

function cells({ own, rows }: Result): string[][] {
  return own.flatMap(({ data, model, bytes }) => [
    [data, `craystack, ${model}`, `${bytes}`, '1', '1', '1'],
    ...rows
      .filter((row) => row.data === data)
      .map((row) => [
        '',
        `${row.name} (${row.version})`,
        `${row.bytes}`,
        row.size.toFixed(2),
        spreadText(row.encode),
        spreadText(row.decode),
      ]),
  ]);
}

function pythonText({ python }: Result): string {
  if (!python) return 'the Python craystack is not on PYTHONPATH: left out';
  return (
    `the coder alone, symbols a second over those of the Python craystack, ${python.lanes} lanes: ` +
    `push ${spreadText(python.push)}, pop ${spreadText(python.pop)}`
  );
}
