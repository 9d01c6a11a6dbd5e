/** The ways in which the kernels code blocks of coefficients. */
import { run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import type { Kernels } from '../../kernels/kernels.js';
import { worked } from '../../work.js';
import { BLOCK, eachStretch, type PicturePart, planesOf } from './blocks.js';
import { putTaught } from './dctTaught.js';
import { onLanes } from './nibbles.js';
import { type Noted, pushNoted } from './notes.js';

/** Coefficients are 16 bits with a sign; symbols have so much added. */
const HALF = 1 << 15;
export const LEVELS = 1 << 16;
/** Blocks a call of the kernels. */
const AT_ONCE = 1024;
/** Most decisions that a block takes: counts, and for each coefficient whether, its bits twice over, and a sign. */
const MOST_DECISIONS = 40 + BLOCK * 36;
/** Bits of the odds of a decision as noted, and of the frequencies of a nibble. */
const PRECISION = 15;
export const UNITS = 1 << PRECISION;
/** Words that a block takes at most, and those after which no other is begun in a call. */
const MOST_WORDS = Math.ceil((MOST_DECISIONS * PRECISION) / 32);
const WORDS_AT_ONCE = 4096;

/** A way to code blocks. */
export interface Way {
  /** What the kernels call it. */
  readonly number: number;
  /** The calls that note blocks, push what is noted, and pop them. */
  readonly calls: {
    readonly note: 'dctNote' | 'dctQuickNote';
    readonly push: 'decisionsPush' | 'nibblesPush';
    readonly pop: 'dctPop' | 'dctQuickPop';
  };
  /** Bytes of what is noted. */
  readonly note: 2 | 4;
  /** Does something with a message on the lanes that so many coefficients are on. */
  onLanes<T>(message: Message, coefficients: number, action: (on: Message) => T): T;
  /** The probability of what a note says, in 2^15ths. */
  chance(note: number): number;
  /** Puts what is known before any blocks in its place, in a fresh state. */
  prepare?(on: Kernels, at: number): void;
}

/** All that can be learned, by decisions that are mixed of many. Before revision 5 it began with nothing. */
export const THOROUGH: Way = {
  number: 0,
  calls: { note: 'dctNote', push: 'decisionsPush', pop: 'dctPop' },
  note: 2,
  onLanes: (message, _, action) => action(message),
  chance: (note) => (note & 1 ? UNITS - (note >>> 1) : note >>> 1),
  prepare(on, at) {
    if ('dctLearned' in on.call) putTaught(on, on.call.dctLearned(at));
  },
};
/** By nibbles, each by two models. */
export const QUICK: Way = {
  number: 1,
  calls: { note: 'dctQuickNote', push: 'nibblesPush', pop: 'dctQuickPop' },
  note: 4,
  onLanes,
  chance: (note) => note & 0xffff,
};
/** By what files call them. */
export const WAYS: readonly Way[] = [THOROUGH, QUICK];

function widest(parts: readonly PicturePart[]): number {
  return parts
    .flatMap(({ picture }) => picture.components)
    .reduce((most, { wide }) => Math.max(most, wide), 1);
}

/** Where a fresh state is in an instance that has nothing else. */
function fresh(on: Kernels, blocks: number, parts: readonly PicturePart[], way: Way): number {
  const wide = widest(parts);
  const at = on.reserve(on.call.dctLay(0, blocks, wide, way.number));
  on.call.dctStart(at, blocks, wide, way.number);
  way.prepare?.(on, at);
  return at;
}

/** Goes through the planes of all parts, some blocks at a time. */
function* planes<T>(
  on: Kernels,
  at: number,
  parts: readonly PicturePart[],
  step: (blocks: number) => T,
  atOnce = AT_ONCE,
): Generator<T> {
  for (const part of parts) {
    const all = planesOf(part);
    for (const [number, { component, from, to }] of all.entries()) {
      const { wide, across, down, steps } = component;
      on.f32(on.call.dctSteps(at, number), BLOCK).set(steps);
      on.call.dctPlane(at, number, wide, from, to, across, down);
      for (let block = from; block < to; block += atOnce) {
        const n = Math.min(atOnce, to - block);
        yield step(n);
        worked(n * BLOCK);
      }
    }
  }
}

/** Copies between symbols, in the order of items, and coefficients, in the order in which they are coded. */
export function eachRun(
  parts: readonly PicturePart[],
  copy: (symbol: number, coefficient: number, n: number) => void,
): void {
  let before = 0;
  for (const part of parts) {
    const starts: number[] = [];
    let start = before;
    for (const { from, to } of planesOf(part)) {
      starts.push(start);
      start += to - from;
    }
    eachStretch(part, (plane, block, at, blocks) =>
      copy((before + at) * BLOCK, ((starts[plane] as number) + block) * BLOCK, blocks * BLOCK),
    );
    before = start;
  }
}

/** Pushes the blocks of parts of pictures in a way. */
export function pushBlocks(
  on: Kernels,
  message: Message,
  symbols: Uint32Array,
  parts: readonly PicturePart[],
  way: Way,
): void {
  const notes = [...notesOf(on, symbols, parts, way)];
  way.onLanes(message, symbols.length, (wide) => pushNoted(wide, notes, way.calls.push));
}

/** What all blocks are told by, some at a time. */
export function* notesOf(
  on: Kernels,
  symbols: Uint32Array,
  parts: readonly PicturePart[],
  way: Way,
  atOnce = AT_ONCE,
): Generator<Noted> {
  const at = fresh(on, symbols.length / BLOCK, parts, way);
  const note = on.call[way.calls.note];
  const [notes] = on.layout(AT_ONCE * MOST_DECISIONS * way.note);
  const coefficients = on.i16(on.call.dctCoefficients(at), symbols.length);
  eachRun(parts, (symbol, coefficient, n) => {
    for (let i = 0; i < n; i++) {
      coefficients[coefficient + i] = (symbols[symbol + i] as number) - HALF;
    }
  });
  const step = (n: number) => {
    const count = (note(at, n, notes) - notes) / way.note;
    return { words: on.u32(notes, Math.ceil((count * way.note) / 4)).slice(), count };
  };
  yield* planes(on, at, parts, step, atOnce);
}

/** Pops so many blocks of parts of pictures that were pushed in a way. */
export function popBlocks(
  on: Kernels,
  message: Message,
  blocks: number,
  parts: readonly PicturePart[],
  way: Way,
): Uint32Array {
  const at = fresh(on, blocks, parts, way);
  way.onLanes(message, blocks * BLOCK, (wide) => popAll(on, wide, at, parts, way));
  const symbols = new Uint32Array(blocks * BLOCK);
  const coefficients = on.i16(on.call.dctCoefficients(at), symbols.length);
  eachRun(parts, (symbol, coefficient, n) => {
    for (let i = 0; i < n; i++) {
      symbols[symbol + i] = (coefficients[coefficient + i] as number) + HALF;
    }
  });
  return symbols;
}

function popAll(
  on: Kernels,
  message: Message,
  at: number,
  parts: readonly PicturePart[],
  way: Way,
): void {
  const pop = on.call[way.calls.pop];
  const words = MOST_WORDS + WORDS_AT_ONCE + message.heads.length;
  const pops = planes(on, at, parts, (n) => {
    const end = on.call.dctCoded(at) + n;
    for (let left = n; left > 0; left = end - on.call.dctCoded(at)) {
      run(
        message,
        words,
        [],
        (heads, lanes, tail) => pop(heads, lanes, tail, at, left, tail - 4 * WORDS_AT_ONCE),
        on,
      );
    }
  });
  for (const _ of pops);
}
