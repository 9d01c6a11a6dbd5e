/**
 * How many symbols a second the coder and the codecs push and pop, on one thread.
 * Usage: npx tsx test/bench/codecs.ts
 */
import { pathToFileURL } from 'node:url';
import { emptyMessage } from '../../src/ans/message.js';
import { bernoulliLogits } from '../../src/codecs/bernoulli.js';
import { categoricalBytes } from '../../src/codecs/categoricalBytes.js';
import { categoricalWeights, weightTables } from '../../src/codecs/categoricalWeights.js';
import type { Codec } from '../../src/codecs/codec.js';
import { gaussianStandardBins } from '../../src/codecs/gaussian.js';
import { logisticMixture } from '../../src/codecs/logisticMixture.js';
import { pixelMixture } from '../../src/codecs/pixelMixture.js';
import { kernels } from '../../src/kernels/kernels.js';

/** One line of the table. */
export interface Row {
  readonly name: string;
  readonly pushPerSecond: number;
  readonly popPerSecond: number;
}

const BERNOULLI = 'Bernoulli, one logit each';
const ONE_TABLE = 'Categorical, 256 symbols, one table';
const TABLE_EACH = 'Categorical, 256 symbols, a table each';
const GAUSSIAN = 'Gaussian, 256 bins';
const MIXTURE = 'Logistic mixture of 10, with its tables';

/** Enough that V8 has optimised the kernels in the last ones. */
const ROUNDS = 30;

/** The coder alone: a different interval for every symbol, 16 bits, over arrays in its memory. */
export function benchCoder(lanes: number, n = 1 << 20): Row {
  const { call } = kernels;
  const precision = 16n;
  const [heads, words, starts, freqs] = kernels.layout(8 * lanes, 8 * n, 4 * n, 4 * n);
  const random = generator();
  for (let i = 0; i < n; i++) {
    const freq = 1 + (random() & 0xfff);
    kernels.u32(freqs, n)[i] = freq;
    kernels.u32(starts, n)[i] = random() % (65536 - freq);
  }
  const tail = words + 16;
  const start = new BigUint64Array(lanes).fill(1n << 31n);
  return best(`i64 coder, ${lanes} lanes`, n, () => {
    kernels.u64(heads, lanes).set(start);
    const t0 = performance.now();
    let end = call.push(heads, lanes, tail, starts, freqs, n, precision);
    const t1 = performance.now();
    for (let i = 0; i < n; i += lanes) {
      const rest = Math.min(lanes, n - i);
      end = call.advance(heads, end, starts + 4 * i, freqs + 4 * i, rest, precision);
    }
    const t2 = performance.now();
    if (end !== tail) throw new Error('the coder did not come back to where it began');
    return [t1 - t0, t2 - t1];
  });
}

/** 784 bits of 1,000 images, one logit each. */
export function benchBernoulli(): Row {
  const n = 784000;
  const random = generator();
  const logits = Float32Array.from({ length: n }, () => ((random() & 0xffff) / 65536 - 0.5) * 12);
  const bits = logits.map((x) => (x > 0 === (random() & 7) > 0 ? 1 : 0));
  return benchCodec(BERNOULLI, bernoulliLogits(logits, 16), {
    value: Uint32Array.from(bits),
    lanes: 16,
  });
}

/** 256 symbols by tables that are searched: one for all, or one for each. */
export function benchCategorical(each: boolean): Row {
  const n = each ? 1 << 14 : 1 << 20;
  const weights = skewed(each ? n : 1);
  const codec = categoricalWeights(weights, { symbols: 256, size: n, precision: 16 });
  const value = Uint32Array.from(bytesOf(n));
  const name = each ? TABLE_EACH : ONE_TABLE;
  return benchCodec(name, codec, { value, lanes: 16 });
}

/** Bytes by one table of all positions. */
export function benchBytes(precision: number): Row {
  const n = 1 << 22;
  const tables = weightTables(skewed(1), { symbols: 256, size: 1, precision });
  const codec = categoricalBytes(tables, n);
  return benchCodec(`Categorical bytes, ${precision} bits`, codec, { value: bytesOf(n), lanes: 8 });
}

/** 2^8 bins of the standard Gaussian. */
export function benchGaussian(): Row {
  const n = 100000;
  const random = generator();
  const mean = Float64Array.from({ length: n }, () => (random() & 0xffff) / 32768 - 1);
  const std = mean.map((m) => 0.2 + Math.abs(m));
  const codec = gaussianStandardBins({ mean, std, binBits: 8, precision: 24 });
  return benchCodec(GAUSSIAN, codec, {
    value: new Uint32Array(n).fill(128),
    lanes: 16,
  });
}

/** 256 bins of mixtures of ten, the tables made anew for each push and pop. */
export function benchLogisticMixture(): Row {
  const n = 4096;
  const p = mixtures(n, 1);
  const make = () =>
    logisticMixture({ ...p, components: 10, binBits: 8, lower: -1, upper: 1, precision: 18 });
  const codec: Codec<Uint32Array> = {
    push: (message, value) => make().push(message, value),
    pop: (message) => make().pop(message),
  };
  const value = Uint32Array.from(bytesOf(n));
  return benchCodec(MIXTURE, codec, { value, lanes: 16 });
}

/** Subpixels of PixelCNN++'s mixtures of ten. */
export function benchPixels(): Row {
  const n = 8192;
  const { logits } = mixtures(n, 1);
  const { means, logScales } = mixtures(n, 3);
  const coefficients = means.map((m) => m / 2);
  const p = { components: 10, logits, means, logScales, coefficients, precision: 20 };
  const value = Uint32Array.from(bytesOf(3 * n));
  return benchCodec('Pixel mixture of 10, a subpixel', pixelMixture(p), { value, lanes: 16 });
}

/** All rows; for the coder that of the best number of lanes. */
export function benchCodecs(): Row[] {
  const coder = [4, 8, 16, 64, 1024].map((lanes) => benchCoder(lanes));
  const fastest = (key: 'pushPerSecond' | 'popPerSecond') =>
    coder.reduce((a, b) => (a[key] >= b[key] ? a : b));
  return [
    ...new Set([fastest('pushPerSecond'), fastest('popPerSecond')]),
    benchBernoulli(),
    benchCategorical(false),
    benchCategorical(true),
    benchBytes(12),
    benchBytes(16),
    benchGaussian(),
    benchLogisticMixture(),
    benchPixels(),
  ];
}

function benchCodec<T extends { readonly length: number; [i: number]: number }>(
  name: string,
  codec: Codec<T>,
  { value, lanes }: { readonly value: T; readonly lanes: number },
): Row {
  return best(name, value.length, () => {
    const message = emptyMessage(lanes);
    const t0 = performance.now();
    codec.push(message, value);
    const t1 = performance.now();
    const popped = codec.pop(message);
    const t2 = performance.now();
    for (let i = 0; i < value.length; i++) {
      if (popped[i] !== value[i]) throw new Error(`${name}: symbol ${i} came back different`);
    }
    return [t1 - t0, t2 - t1];
  });
}

/** The best of some rounds: what the machine can do when others leave it alone. */
function best(name: string, n: number, round: () => readonly [number, number]): Row {
  let [push, pop] = [Infinity, Infinity];
  for (let i = 0; i < ROUNDS; i++) {
    const [a, b] = round();
    push = Math.min(push, a);
    pop = Math.min(pop, b);
  }
  return { name, pushPerSecond: (1000 * n) / push, popPerSecond: (1000 * n) / pop };
}

/** Numbers of 24 bits, always the same. */
function generator(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 8;
  };
}

/** Weights of 256 symbols that fall off as those of the bytes below, `rows` times. */
function skewed(rows: number): Float64Array {
  return Float64Array.from({ length: 256 * rows }, (_, i) => Math.exp(-(i % 256) / 20) + 6e-3);
}

function bytesOf(n: number): Uint8Array {
  const random = generator();
  return Uint8Array.from({ length: n }, () => {
    return Math.min(255, Math.floor(-20 * Math.log((random() + 1) / 0x1000000)));
  });
}

function mixtures(n: number, channels: number) {
  const random = generator();
  const unit = () => (random() & 0xffff) / 65536;
  const fill = (f: () => number) => Float64Array.from({ length: 10 * n * channels }, f);
  return {
    logits: fill(unit),
    means: fill(() => 2 * unit() - 1),
    logScales: fill(() => -2 - 2 * unit()),
  };
}

/**
 * What the Python craystack's arithmetic does, in millions of symbols a second, push and pop: each
 * codec at its best number of lanes of 100 … 10,000, with numpy 1.24 and scipy 1.10, on one thread
 * of an AMD EPYC. On another machine the quotients mean nothing.
 */
const PYTHON: Readonly<Record<string, readonly [number, number]>> = {
  [BERNOULLI]: [32, 30],
  [ONE_TABLE]: [34, 0.55],
  [TABLE_EACH]: [0.88, 0.29],
  [GAUSSIAN]: [17, 4.6],
  [MIXTURE]: [0.026, 0.023],
};

function main(): void {
  const columns = ['push', 'pop', 'times Python', ''];
  console.log('M symbols/s'.padEnd(44) + columns.map((c) => c.padStart(13)).join(''));
  for (const { name, pushPerSecond, popPerSecond } of benchCodecs()) {
    const millions = [pushPerSecond / 1e6, popPerSecond / 1e6];
    const times = PYTHON[name]?.map((python, i) => (millions[i] as number) / python) ?? [];
    const cells = [...millions, ...times].map((x) => x.toPrecision(3).padStart(13));
    console.log(name.padEnd(44) + cells.join(''));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
