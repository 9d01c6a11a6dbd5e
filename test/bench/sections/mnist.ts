import { gzipSync } from 'node:zlib';
import { loadModel, type Model } from '../../../src/model/model.js';
import { packBits } from '../../../src/pipeline/chunk/plain.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { DEFAULT_LANES } from '../../../src/pipeline/encode/plan.js';
import { Random } from '../../../src/train/random.js';
import { collect, craystackModel, PIXELS, readMnist } from '../../data.js';
import { negativeElbo } from '../../reference/vae.js';
import { measurePeers, type PeerRow } from '../peers.js';
import { placeOf, type Section } from '../section.js';
import { type Shares, timeShares } from '../shares.js';
import { markdownTable, median } from '../table.js';
import { measureUnordered, type UnorderedRow } from '../unordered.js';

/** What was measured of a model on the binarised MNIST test set. */
interface ModelRow {
  readonly name: string;
  /** Of the whole .cray file. */
  readonly bytes: number;
  readonly bitsPerPixel: number;
  /** Negative ELBO, bits a pixel. */
  readonly elbo: number;
  readonly encodeSeconds: number;
  readonly decodeSeconds: number;
  /** Times as fast as the Python craystack was at its default. */
  readonly encodeOverPython: number;
  readonly decodeOverPython: number;
  /** Times as fast as gzip -9 on the packed bits in the same run. */
  readonly encodeOverGzip: number;
  readonly decodeOverGzip: number;
  /** Of the time of decoding. */
  readonly networkShare: number;
  readonly distributionShare: number;
}

interface Result {
  readonly items: number;
  readonly models: readonly ModelRow[];
  readonly unordered: UnorderedRow;
  readonly peers: readonly PeerRow[];
}

const ITEMS = 10_000;
const RUNS = 7;

/** Seconds of the Python craystack at its default batch of 10, measured on the same kind of machine. */
const PYTHON = { encode: 3.8, decode: 3.2 };

/** Rates of others on the same file, measured once elsewhere; see the notes under the table. */
const ELSEWHERE = [
  ['Python craystack, its VAE, one image at a time', 0.1978],
  ['Python craystack, its VAE, its default of ten at a time', 0.2331],
] as const;

/** Latent-variable models on the binarised MNIST test set. */
export const mnist: Section<Result> = {
  name: 'mnist',
  title: 'rate and speed on the binarised MNIST test set',

  async measure() {
    const file = readMnist();
    const elements = file.subarray(16);
    const models: ModelRow[] = [];
    for (const model of [loadModel('mnist-binary-vae'), craystackModel()]) {
      if (model) models.push(await measureModel(model, file, elements));
      else console.log("the Python library's weights are not at hand: left out");
    }
    const unordered = await measureUnordered(loadModel('mnist-binary-vae'), file);
    return { items: ITEMS, models, unordered, peers: measurePeers(elements) };
  },

  report({ models, unordered: u, peers }) {
    const saved =
      `--unordered: ${u.savedBits} bits saved, ${u.encodeRatio.toFixed(2)} and ` +
      `${u.decodeRatio.toFixed(2)} times the time of encoding and decoding in order`;
    const others = peers.map(({ name, bytes, seconds }) => {
      const rate = ((8 * bytes) / (ITEMS * PIXELS)).toFixed(4);
      return `${name}: ${bytes} bytes, ${rate} bits/pixel, ${seconds.toFixed(2)} s`;
    });
    return [...models.flatMap(describeModel), saved, ...others].join('\n');
  },

  parts(measured) {
    const { models, peers, items } = measured.result;
    const pixels = items * PIXELS;
    const rows: [string, number, string][] = [
      ...models.map((m): [string, number, string] => [
        m.name === 'mnist-binary-vae'
          ? `**craystack, model ${m.name}**`
          : "craystack, the Python library's weights",
        m.bitsPerPixel,
        `${m.encodeSeconds.toFixed(2)} s / ${m.decodeSeconds.toFixed(2)} s`,
      ]),
      ...ELSEWHERE.map(([name, rate]): [string, number, string] => [`${name} ¹`, rate, '']),
      ...peers.map((p): [string, number, string] => [
        `${p.name} ²`,
        (8 * p.bytes) / pixels,
        `${p.seconds.toFixed(2)} s`,
      ]),
    ];
    rows.sort((a, b) => a[1] - b[1]);
    const own = models.find((m) => m.name === 'mnist-binary-vae');
    if (!own) throw new Error('mnist-binary-vae has not been measured');
    const above = (100 * (own.bitsPerPixel / own.elbo - 1)).toFixed(2);
    const place = `on one of ${measured.cores} cores (${placeOf(measured)})`;
    return {
      rates: markdownTable(
        ['', 'bits/pixel', 'encode / decode'],
        rows.map(([name, rate, time]) => [name, rate.toFixed(4), time]),
      ),
      model: markdownTable(
        [`on the ${items} binarised test images`, ''],
        [
          ['negative ELBO', `${own.elbo.toFixed(4)} bits/pixel`],
          [
            'whole .cray file',
            `${own.bytes} bytes, ${own.bitsPerPixel.toFixed(4)} bits/pixel, ${above} % above`,
          ],
          [
            'encoding, decoding',
            `${own.encodeSeconds.toFixed(2)} s, ${own.decodeSeconds.toFixed(2)} s ${place}`,
          ],
        ],
      ),
    };
  },
};

async function measureModel(
  model: Model,
  data: Uint8Array,
  elements: Uint8Array,
): Promise<ModelRow> {
  const file = await collect(compress([data], () => model));
  const packed = packBits(elements, 1);
  const normals = new Random(1);
  const elbo = negativeElbo(model, elements, () => normals.normals(1)[0] as number);
  const runs: (Shares & { gzip: number })[] = [];
  for (let i = 0; i <= RUNS; i++) {
    const shares = timeShares(model, elements, DEFAULT_LANES);
    // A yardstick in the same breath, since the speed of shared machines drifts.
    const start = performance.now();
    gzipSync(packed, { level: 9 });
    runs.push({ ...shares, gzip: performance.now() - start });
  }
  runs.shift(); // the engine has not compiled the kernels yet
  const middle = (of: (run: (typeof runs)[number]) => number) => median(runs.map(of));
  const encode = middle((r) => r.encode);
  const decode = middle((r) => r.decode);
  return {
    name: model.spec.name,
    bytes: file.length,
    bitsPerPixel: (8 * file.length) / (ITEMS * PIXELS),
    elbo: elbo.bitsPerElement,
    encodeSeconds: encode / 1000,
    decodeSeconds: decode / 1000,
    encodeOverPython: PYTHON.encode / (encode / 1000),
    decodeOverPython: PYTHON.decode / (decode / 1000),
    encodeOverGzip: middle((r) => r.gzip / r.encode),
    decodeOverGzip: middle((r) => r.gzip / r.decode),
    networkShare: middle((r) => r.networks / r.decode),
    distributionShare: middle((r) => r.distribution / r.decode),
  };
}

function describeModel(row: ModelRow): string[] {
  const above = (row.bitsPerPixel / row.elbo - 1) * 100;
  const speed = (what: string, seconds: number, python: number, gzip: number) => {
    const images = ITEMS / seconds;
    return (
      `  ${what}: ${seconds.toFixed(3)} s, ${Math.round(images)} images/s, ` +
      `${((images * PIXELS) / 1e6).toFixed(1)} M symbols/s, ${python.toFixed(1)} times the ` +
      `Python craystack, ${gzip.toFixed(2)} times gzip -9`
    );
  };
  const rest = 1 - row.networkShare - row.distributionShare;
  return [
    `${row.name}: ${row.bytes} bytes, ${row.bitsPerPixel.toFixed(4)} bits/pixel`,
    `  negative ELBO ${row.elbo.toFixed(4)}: the file is ${above.toFixed(2)} % above`,
    speed('encode', row.encodeSeconds, row.encodeOverPython, row.encodeOverGzip),
    speed('decode', row.decodeSeconds, row.decodeOverPython, row.decodeOverGzip),
    `  share of decoding: network ${percent(row.networkShare)}, ` +
      `distribution ${percent(row.distributionShare)}, coder and the rest ${percent(rest)}`,
  ];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
