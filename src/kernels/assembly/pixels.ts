// Mixtures of discretised logistics over the three channels of pixels of 256 levels, each channel's
// means moved by the channels before it (Salimans et al., "PixelCNN++", 2017, section 2.1 and 2.2).
// A level v stands for x = v / 127.5 - 1 and has what lies between x - 1/255 and x + 1/255; the
// lowest and the highest have all that lies beyond.
//
// c(s) = 2 s + nearest(F(s) (2^precision - 512)). A frequency of 2 is set aside for every level, of
// which 1 is left should the computed F fall by its last place where it should stay or rise.
//
// A pixel's parameters (f64), n components, n even: n logits; for each channel n means; n logarithms
// of scales; n coefficients. Scratch: 4 n numbers (f64): means, inverse scales, weights of the channel at
// hand, then the logarithms of the weights.

import { exp, log } from './gaussian';
import { step } from './rans';
import { clampLog, mixtureCdf, softmax } from './tables';

const LEVELS: u32 = 256;
/** The first step of a search, in scales. */
const STRIDE = 190.0;

/** Offset of a level's lower edge. */
// @ts-ignore: decorator
@inline
function edge(level: u32): f64 {
  return (<f64>level - 0.5) / 127.5 - 1.0;
}

// @ts-ignore: decorator
@inline
function cumulative(mixture: usize, n: usize, level: u32, total: u64): u64 {
  if (level == 0) return 0;
  if (level == LEVELS) return total;
  const spare = <f64>(total - 2 * <u64>LEVELS);
  // The weights may sum to a little more than 1.
  const f = min(mixtureCdf(mixture, n, edge(level)), 1.0);
  return 2 * <u64>level + <u64>ceil(max(f * spare - 0.5, 0.0));
}

/** Lays out the mixture of one channel, given the levels of those before it. */
function begin(
  logits: usize,
  means: usize,
  logScales: usize,
  coefficients: usize,
  n: usize,
  channel: u32,
  first: u32,
  second: u32,
  mixture: usize,
): void {
  const span = n << 3;
  const skip = span * <usize>channel;
  const x0 = <f64>first / 127.5 - 1.0;
  const x1 = <f64>second / 127.5 - 1.0;
  for (let i: usize = 0; i < span; i += 8) {
    let mean = load<f64>(means + skip + i);
    if (channel == 1) mean += load<f64>(coefficients + i) * x0;
    if (channel == 2) {
      mean += load<f64>(coefficients + span + i) * x0;
      mean += load<f64>(coefficients + 2 * span + i) * x1;
    }
    store<f64>(mixture + i, min(max(mean, -1e100), 1e100));
    store<f64>(mixture + span + i, exp(-clampLog(load<f64>(logScales + skip + i))));
    if (channel == 0) store<f64>(mixture + 3 * span + i, load<f64>(logits + i));
    store<f64>(mixture + 2 * span + i, load<f64>(mixture + 3 * span + i));
  }
  softmax(mixture + 2 * span, n);
}

/** A level near the mean of a mixture, neither the lowest nor the highest. */
// @ts-ignore: decorator
@inline
function middleOf(mixture: usize, n: usize): u32 {
  const span = n << 3;
  let mean = 0.0;
  for (let i: usize = 0; i < span; i += 8) {
    mean += load<f64>(mixture + 2 * span + i) * load<f64>(mixture + i);
  }
  return <u32>min(max((mean + 1.0) * 127.5 + 0.5, 1.0), <f64>(LEVELS - 1));
}

/** Levels from there within which lies about half of a mixture: of its largest component's scale. */
// @ts-ignore: decorator
@inline
function strideOf(mixture: usize, n: usize): u32 {
  const span = n << 3;
  let most = 0.0;
  let inverse = 1.0;
  for (let i: usize = 0; i < span; i += 8) {
    const weight = load<f64>(mixture + 2 * span + i);
    if (weight <= most) continue;
    most = weight;
    inverse = load<f64>(mixture + span + i);
  }
  return <u32>min(max(STRIDE / inverse, 1.0), 64.0);
}

/** log of 1 / (1 + exp(-x)). */
// @ts-ignore: decorator
@inline
function logSigmoid(x: f64): f64 {
  return min(x, 0.0) - NativeMath.log1p(exp(-abs(x)));
}

/**
 * Multiplies each component's weight by its probability of a level: with edges a < b that is
 * (1 - exp(a - b)) σ(b) σ(-a), in logarithms, since all of them may be far below the least double.
 */
function weigh(mixture: usize, n: usize, level: u32): void {
  const span = n << 3;
  const low = edge(level);
  const high = edge(level + 1);
  for (let i: usize = 0; i < span; i += 8) {
    const mean = load<f64>(mixture + i);
    const inverse = load<f64>(mixture + span + i);
    let p = 0.0;
    if (level > 0) p += logSigmoid((mean - low) * inverse);
    if (level < LEVELS - 1) p += logSigmoid((high - mean) * inverse);
    if (level > 0 && level < LEVELS - 1) {
      p += log(-NativeMath.expm1((low - high) * inverse));
    }
    const at = mixture + 3 * span + i;
    store<f64>(at, load<f64>(at) + p);
  }
}

/** Intervals of the three levels (u32) of each of `pixels` pixels. */
export function pixelIntervals(
  logits: usize,
  means: usize,
  logScales: usize,
  coefficients: usize,
  symbols: usize,
  starts: usize,
  freqs: usize,
  pixels: usize,
  n: usize,
  precision: u64,
  mixture: usize,
): void {
  const total = (<u64>1) << precision;
  const span = n << 3;
  for (let pixel: usize = 0; pixel < pixels; pixel++) {
    const first = load<u32>(symbols);
    const second = load<u32>(symbols, 4);
    for (let channel: u32 = 0; channel < 3; channel++) {
      begin(logits, means, logScales, coefficients, n, channel, first, second, mixture);
      const level = load<u32>(symbols);
      const start = cumulative(mixture, n, level, total);
      store<u32>(starts, <u32>start);
      store<u32>(freqs, <u32>(cumulative(mixture, n, level + 1, total) - start));
      if (channel < 2) weigh(mixture, n, level);
      symbols += 4;
      starts += 4;
      freqs += 4;
    }
    logits += span;
    means += 3 * span;
    logScales += 3 * span;
    coefficients += 3 * span;
  }
}

/** Pops the three levels (u32) of each of `pixels` pixels. Returns the end of the tail. */
export function pixelPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  logits: usize,
  means: usize,
  logScales: usize,
  coefficients: usize,
  out: usize,
  pixels: usize,
  n: usize,
  precision: u64,
  mixture: usize,
): usize {
  const total = (<u64>1) << precision;
  const span = n << 3;
  let lane: usize = 0;
  for (let pixel: usize = 0; pixel < pixels; pixel++) {
    let first: u32 = 0;
    let second: u32 = 0;
    for (let channel: u32 = 0; channel < 3; channel++) {
      begin(logits, means, logScales, coefficients, n, channel, first, second, mixture);
      const slot = heads + (lane << 3);
      const cf = load<u64>(slot) & (total - 1);
      // Invariant: c(level) = start <= cf < end = c(to). First the middle of the mixture, then ever wider
      // steps from there, since levels are near it; then halves.
      let level: u32 = 0;
      let to = LEVELS;
      let start: u64 = 0;
      let end = total;
      let probe = middleOf(mixture, n);
      let stride = strideOf(mixture, n);
      while (to - level > 1) {
        const c = cumulative(mixture, n, probe, total);
        if (c <= cf) {
          level = probe;
          start = c;
        } else {
          to = probe;
          end = c;
        }
        const within = to == LEVELS ? level + stride : level == 0 ? to - stride : 0;
        stride <<= 1;
        probe = within - level - 1 < to - level - 1 ? within : (level + to) >> 1;
      }
      store<u32>(out, level);
      out += 4;
      tail = step(slot, tail, start, end - start, precision);
      lane = lane + 1 == lanes ? 0 : lane + 1;
      if (channel < 2) weigh(mixture, n, level);
      if (channel == 0) first = level;
      else second = level;
    }
    logits += span;
    means += 3 * span;
    logScales += 3 * span;
    coefficients += 3 * span;
  }
  return tail;
}
