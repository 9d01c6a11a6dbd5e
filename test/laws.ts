import { expect } from 'chai';
import { flatten } from '../src/ans/flatten.js';
import { emptyMessage, type Message, seededMessage } from '../src/ans/message.js';
import type { Codec } from '../src/codecs/codec.js';
import { CrayError, type CrayErrorCode } from '../src/errors.js';

/** Words that a message is filled with, so that pops have something to pop. */
const FILL = 2000;

/** A message full of random words, of which a pop of some 60,000 bits does not see the end. */
export function fullMessage(lanes: number, seed: number): Message {
  const message = seededMessage(lanes, seed);
  const supply = message.tail.supply;
  message.tail.push(Uint32Array.from({ length: FILL }, (_, i) => supply?.word(1000 + i) ?? 0));
  return message;
}

/** Checks both laws of a codec (see Codec) on one value and one message. */
export function checkLaws<T>(codec: Codec<T>, value: T, lanes = 4, seed = 1): void {
  const message = fullMessage(lanes, seed);
  const before = flatten(message);
  codec.push(message, value);
  expect(codec.pop(message)).to.deep.equal(value);
  expect(flatten(message)).to.deep.equal(before);

  const popped = codec.pop(message);
  codec.push(message, popped);
  expect(flatten(message)).to.deep.equal(before);
}

/**
 * Checks that pushing a value many times over costs as many bits as it should.
 *
 * @param bits exact information content of one value.
 * @param margin relative, for what quantisation may cost.
 */
export function checkBits<T>(codec: Codec<T>, value: T, bits: number, margin: number): void {
  const message = seededMessage(4, 1);
  const before = information(message);
  const times = 200;
  for (let i = 0; i < times; i++) codec.push(message, value);
  const got = (information(message) - before) / times;
  // A word of slack for all pushes together: heads hold fractions of one.
  expect(got).to.be.within(bits * (1 - margin) - 0.2, bits * (1 + margin) + 0.2);
}

/** What {@link checkCodec} holds a codec to. */
export interface Expected {
  /** Exact information content of the value, in bits. */
  readonly bits: number;
  /** Relative, for what quantisation may cost; 0.001 unless told. */
  readonly margin?: number;
  /** Lanes of the messages; several numbers unless told. */
  readonly lanes?: readonly number[];
  readonly seed?: number;
}

/** Bits that a push may be off whatever its size: what rounds away in a head's lowest bits. */
const SLACK = 0.001;

/** Checks a codec on one value: both laws on messages of several widths, and the size. */
export function checkCodec<T>(
  codec: Codec<T>,
  value: T,
  { bits, margin = 0.001, lanes = [1, 2, 5], seed = 1 }: Expected,
): void {
  for (const n of lanes) checkLaws(codec, value, n, seed);
  const message = fullMessage(lanes[0] as number, seed);
  const before = information(message);
  const times = 50;
  for (let i = 0; i < times; i++) codec.push(message, value);
  const got = (information(message) - before) / times;
  expect(got, 'bits').to.be.within(bits * (1 - margin) - SLACK, bits * (1 + margin) + SLACK);
}

/** Checks that a push that fails throws this error and leaves the message as it was. */
export function checkRefusal<T>(
  codec: Codec<T>,
  value: T,
  error: { readonly code: CrayErrorCode } | ErrorConstructor,
  message: Message = fullMessage(2, 1),
): void {
  expectUnchanged(message, () => codec.push(message, value), error);
}

/** The same of a pop, from a message too short. */
export function checkExhausted<T>(codec: Codec<T>, message: Message = emptyMessage(1)): void {
  expectUnchanged(message, () => codec.pop(message), { code: 'MESSAGE_EXHAUSTED' });
}

function expectUnchanged(
  message: Message,
  act: () => unknown,
  error: { readonly code: CrayErrorCode } | ErrorConstructor,
): void {
  const before = { words: flatten(message), drawn: message.tail.supply?.drawn };
  if (typeof error === 'function') expect(act).to.throw(error);
  else expect(act).to.throw(CrayError).with.property('code', error.code);
  expect({ words: flatten(message), drawn: message.tail.supply?.drawn }).to.deep.equal(before);
}

/** Bits of information in a message: its words, and the logarithms of its heads. */
export function information(message: Message): number {
  const heads = Array.from(message.heads, (head) => Math.log2(Number(head)));
  return 32 * message.tail.length + heads.reduce((a, b) => a + b, 0);
}
