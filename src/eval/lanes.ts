import { type Message, seededMessage } from '../ans/message.js';
import type { Codec } from '../codecs/codec.js';
import type { Told } from '../model/codecType.js';
import type { Chances } from './chances.js';

/** What a push does to lanes that hold a symbol each. */
export interface LaneCosts {
  /** What each symbol costs. */
  readonly bits: Float64Array;
  /** Where in its lane's interval each symbol was put: the last 32 bits of the heads. */
  readonly lows: Uint32Array;
}

/**
 * What a push adds to each of the first n lanes of a message that has some more. A head that has got smaller
 * has emitted a word, since no symbol costs as much as the 32 bits of one.
 *
 * @param codec pushes at most one symbol on each of these lanes.
 */
export function laneCosts(
  codec: Codec<Uint32Array>,
  symbols: Uint32Array,
  n: number,
  more = 0,
): LaneCosts {
  const message = fullHeads(n + more);
  const before = lengthsOf(message, n);
  codec.push(message, symbols);
  const bits = lengthsOf(message, n);
  for (let i = 0; i < n; i++) {
    const change = (bits[i] as number) - (before[i] as number);
    bits[i] = change < -0.5 ? change + 32 : Math.max(0, change);
  }
  return { bits, lows: halvesOf(message).filter((_, i) => i % 2 === 0 && i < 2 * n) };
}

/**
 * What was said of symbols: of bits, how likely each was; of others, where in the distribution
 * each was put, which is what the last bits of its head are.
 */
export function chancesOf({ bits, lows }: LaneCosts, told: Told): Chances {
  if (told.kind === 'decisions') {
    return { kind: 'decisions', values: Float32Array.from(bits, (cost) => 2 ** -cost) };
  }
  const total = 2 ** told.precision;
  return { kind: 'quantiles', values: Float32Array.from(lows, (low) => (low % total) / total) };
}

/**
 * A message whose heads are so large that what a push rounds is next to nothing, and so small that
 * symbols of up to 17 bits emit no word.
 */
function fullHeads(lanes: number): Message {
  const message = seededMessage(lanes, 0);
  const halves = halvesOf(message);
  for (let i = 0; i < halves.length; i += 2) {
    const random = (halves[i] as number) & 0x7fffffff;
    halves[i] = ((random << 15) | (random >>> 16)) >>> 0;
    halves[i + 1] = (1 << 14) | (random >>> 17);
  }
  return message;
}

/** log2 of the first n heads. */
function lengthsOf(message: Message, n: number): Float64Array {
  const halves = halvesOf(message);
  return Float64Array.from({ length: n }, (_, i) =>
    Math.log2((halves[2 * i + 1] as number) * 2 ** 32 + (halves[2 * i] as number)),
  );
}

/** The heads in halves, the lower first: numbers, which are many times as fast as BigInts. */
function halvesOf({ heads }: Message): Uint32Array {
  return new Uint32Array(heads.buffer, heads.byteOffset, 2 * heads.length);
}
