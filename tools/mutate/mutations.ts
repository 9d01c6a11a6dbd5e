import type { Mutation } from './mutant.js';

/** One token of code that is there once in its file, and another in its place; each alters a bit of something. */
const BY_FILE: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  // Experts: photo and photo16.
  'experts/squares.ts': [
    // The order of a sum.
    ['v128.shuffle<i32>(v, v, 2, 3, 0, 1)', 'v128.shuffle<i32>(v, v, 1, 0, 3, 2)'],
  ],
  'experts/state.ts': [
    // Tables of efforts.
    ['[1, 1, 2, 3, 3, 4, 5, 5]', '[1, 1, 2, 2, 3, 4, 5, 5]'],
    ['[16, 16, 4, 4, 4, 2, 2, 1]', '[16, 16, 4, 4, 4, 4, 2, 1]'],
    ['[3, 6, 9, 12, 15, 24, 24, 24]', '[3, 6, 9, 12, 18, 24, 24, 24]'],
    ['[2, 4, 4, 4, 8, 8, 8, 8]', '[4, 4, 4, 4, 8, 8, 8, 8]'],
    ['depth > 8 ? 1.6 : 3.5', 'depth > 8 ? 1.5 : 3.5'],
  ],
  'experts/blocks.ts': [['BESIDE: f32 = 0.7', 'BESIDE: f32 = 0.6']],
  'experts/code.ts': [['e.trust = 0.5', 'e.trust = 0.4']],
  'experts/contexts.ts': [['<i32>(e.prediction * 4)', '<i32>(e.prediction * 3)']],
  'experts/counters.ts': [
    ['CONSTANT: f32 = 0.3', 'CONSTANT: f32 = 0.2'],
    ['LIMIT: i32 = 255', 'LIMIT: i32 = 254'],
  ],
  'experts/energy.ts': [
    ['size < 1.5 ? 1', 'size < 1.6 ? 1'],
    ['size < 3.5 ? 2', 'size < 3 ? 2'],
  ],
  'experts/gradient.ts': [
    ['(quick + slow) >> 2', '(quick + quick) >> 2'],
    ['set * BYTE', '1 * BYTE'],
    ['first == 127 ? 2 : 3', 'first == 126 ? 2 : 3'],
  ],
  'experts/mixer.ts': [
    ['\nconst RATE: f32 = 0.006', '\nconst RATE: f32 = 0.005'],
    ['e.level >> 2', 'e.level >> 1'],
    [
      'bit * 9 + e.surprise);\n}\n\n// @ts-ignore: decorator\n@inline\nfunction finalsOf',
      'bit * 8 + e.surprise);\n}\n\n// @ts-ignore: decorator\n@inline\nfunction finalsOf',
    ],
  ],
  'experts/mixture.ts': [['f32x4.splat(0.16)', 'f32x4.splat(0.17)']],
  'experts/odds.ts': [['f32x4.pmin(x, f32x4.splat(12))', 'f32x4.pmin(x, f32x4.splat(11))']],
  'experts/predictors.ts': [
    ['squaresStart(e, 1, 18, 9, 4, 0.9998)', 'squaresStart(e, 1, 18, 9, 4, 0.9997)'],
    ['return w + n - nw', 'return w - n + nw'],
  ],
  'experts/window.ts': [['max(0, e.x - REACH)', 'max(1, e.x - REACH)']],
  // Context mixing: bytes.
  'contextMixing/adaptiveMap.ts': [['16384 / (2 * count + 3)', '16384 / (2 * count + 4)']],
  'contextMixing/bitHistory.ts': [['b + 0.4', 'b + 0.5']],
  'contextMixing/contexts.ts': [
    ['byte - 65 < 26', 'byte - 65 < 25'],
    ['byte == 10 || byte == 91', 'byte == 10 || byte == 93'],
  ],
  'contextMixing/hashedSlots.ts': [['h ^= h >> 15', 'h ^= h >> 14']],
  'contextMixing/logisticMixing.ts': [
    ['f32x4.mul(low, f32x4.splat(1.0 / 1024.0))', 'f32x4.mul(low, f32x4.splat(1.0 / 1023.0))'],
  ],
  'contextMixing/model.ts': [
    ['LAST_RATE: f32 = 0.002', 'LAST_RATE: f32 = 0.003'],
    ['length < 16 ? 2', 'length < 17 ? 2'],
  ],
  'contextMixing/start.ts': [
    ['FIRST_RATE: f32 = 0.02', 'FIRST_RATE: f32 = 0.03'],
    ['<f64>i + 1.5', '<f64>i + 1.6'],
  ],
  // Adaptive prediction: arrays.
  'adaptivePrediction/counts.ts': [['3 * upper + lower', '2 * upper + lower']],
  'adaptivePrediction/decide.ts': [
    ['RATE: f32 = 0.002', 'RATE: f32 = 0.003'],
    ['times + 3.0', 'times + 2.0'],
  ],
  'adaptivePrediction/element.ts': [['4.0 * log2(scale + 0.001)', '4.0 * log2(scale + 0.002)']],
  'adaptivePrediction/four.ts': [['0.00133335581', '0.001333357']],
  'adaptivePrediction/lattice.ts': [['high <= low', 'high < low']],
  'adaptivePrediction/leastMeanSquares.ts': [['energy + 1.0', 'energy + 1.1']],
  'adaptivePrediction/logistics.ts': [
    ['KEEPS: f32 = 0.98', 'KEEPS: f32 = 0.97'],
    ['inverse(0.4 * s.scale, u)', 'inverse(0.5 * s.scale, u)'],
  ],
  'adaptivePrediction/predict.ts': [['ALL_FORGETS = 0.998', 'ALL_FORGETS = 0.997']],
  'adaptivePrediction/state.ts': [
    ['series ? 16.0 : 8.0', 'series ? 15.0 : 8.0'],
    ['s.evenWeight = 0.01', 's.evenWeight = 0.02'],
  ],
  // Messages, decisions and vectors of symbols.
  'decisions.ts': [['precision) - 1)) >= zero);', 'precision) - 1)) > zero);']],
  'push.ts': [
    ['(freq - ((<u64>1) << precision)) & <u64>', '(freq + ((<u64>1) << precision)) & <u64>'],
  ],
  'rans.ts': [['u64(head < LOWER)', 'u64(head <= LOWER)']],
  'bytes.ts': [['(slot >> 32) * (h0 >> precision)', '(slot >> 32) * (h1 >> precision)']],
  // Distributions.
  'bernoulli.ts': [['const cf = head & (total - 1);', 'const cf = head & (total - 2);']],
  'counts.ts': [
    ['0.91893853320467274178', '0.9189'],
    ['const trials = <f64>(k - 1)', 'const trials = <f64>(k + 1)'],
  ],
  'gaussian.ts': [['0.5 * erfc(x * -0.7071067811865475244)', '0.5 * erfc(x * -0.7071)']],
  'normal.ts': [['-hermite * factor', 'hermite * factor']],
  'pair.ts': [['1.0 / 6.0', '1.0 / 6.1']],
  'pixels.ts': [['second / 127.5 - 1.0', 'second / 127.0 - 1.0']],
  'softmax.ts': [
    [
      'f32x4.pmax(tops, v128.shuffle<f32>(tops, tops, 2, 3, 0, 1))',
      'f32x4.pmin(tops, v128.shuffle<f32>(tops, tops, 2, 3, 0, 1))',
    ],
  ],
  'tables.ts': [
    [
      'f64x2.nearest(f64x2.mul(v128.load(p + (s << 3)), top))',
      'f64x2.floor(f64x2.mul(v128.load(p + (s << 3)), top))',
    ],
    ['const spare = top - <f64>k', 'const spare = top + <f64>k'],
  ],
  // Networks.
  'dense.ts': [
    ['const value = load<f32>(row + (k << 2));', 'const value = load<f32>(row + (k << 1));'],
  ],
  'gather.ts': [['to += bytes', 'to += 16']],
  'recall.ts': [['level - <f64>first', 'level + <f64>first']],
  'vector.ts': [
    ['all(1.6666665459e-1)', 'all(1.6667e-1)'],
    ['all(-5.37397155531e-2)', 'all(-5.374e-2)'],
  ],
};

/** All of them. */
export const MUTATIONS: readonly Mutation[] = Object.entries(BY_FILE).flatMap(([file, changes]) =>
  changes.map(([from, to]) => ({ file, from, to })),
);
