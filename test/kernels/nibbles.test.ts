import { expect } from 'chai';
import fc from 'fast-check';
import { Kernels } from '../../src/kernels/kernels.js';
import { slowPush } from '../reference/ans.js';
import {
  type NibbleInterval,
  type SlowMeans,
  type SlowSequence,
  slowPlanes,
  slowSequences,
} from '../reference/nibbles.js';

const memory = new Kernels();
const { call } = memory;
const base = memory.reserve(1 << 22);

/** Notes at an offset as intervals. */
function intervalsAt(at: number, n: number): NibbleInterval[] {
  return Array.from(memory.u32(at, n), (note) => ({ start: note >>> 16, freq: note & 0xffff }));
}

const packed = (bytes: readonly number[]) =>
  bytes.reduceRight((word, byte) => (word << 8n) | BigInt(byte), 0n);

const byte = fc.oneof(fc.constantFrom(0, 1, 255, 128), fc.nat(3), fc.nat(255));

/** Numbers as bytes, and how their planes are coded. */
const anyPlanes = fc.integer({ min: 1, max: 8 }).chain((width) =>
  fc.record({
    bytes: fc.array(fc.array(byte, { minLength: width, maxLength: width }), { maxLength: 80 }),
    row: fc.integer({ min: 1, max: 9 }),
    ways: fc.array(fc.nat(7), { minLength: width, maxLength: width }),
    slowest: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: width, maxLength: width }),
  }),
);

/** Puts numbers into a state, and says how many bytes each has there. */
function layPlanes(bytes: readonly (readonly number[])[], width: number, row: number): number {
  const step = width <= 4 ? 4 : 8;
  call.bytePlanesLay(base, bytes.length, step, width, row);
  const values = call.bytePlanesValues(base);
  const room = memory.u8(values, step * bytes.length).fill(0);
  for (const [i, number] of bytes.entries()) room.set(number, i * step);
  return values;
}

/** Bytes that are like what was before, and sequences that make them. */
const anySequences = fc
  .array(fc.tuple(fc.array(byte, { maxLength: 40 }), fc.nat(60), fc.nat(99), fc.nat(3)), {
    maxLength: 12,
  })
  .map((some) => {
    const bytes: number[] = [];
    const sequences: SlowSequence[] = [];
    let [last, before] = [1, 2];
    for (const [literals, more, far, kind] of some) {
      bytes.push(...literals);
      const wanted = [last, before, 1 + (far % Math.max(1, bytes.length)), 1][kind] as number;
      const distance = Math.min(wanted, bytes.length);
      if (distance === 0) continue;
      for (let i = 0; i < more + 2; i++) bytes.push(bytes[bytes.length - distance] as number);
      sequences.push([literals.length, more + 2, distance]);
      if (distance !== last) [last, before] = [distance, last];
    }
    const made = sequences.reduce((n, [literals, length]) => n + literals + length, 0);
    return { bytes: Uint8Array.from(bytes.slice(0, made)), sequences };
  });

const anyMeans: fc.Arbitrary<SlowMeans> = fc.record({
  way: fc.nat(2),
  row: fc.integer({ min: 1, max: 9 }),
  order: fc.integer({ min: 1, max: 8 }),
  slowest: fc.integer({ min: 1, max: 7 }),
});

/** What the kernel notes of sequences, by calls of so many notes. */
function notesOf(
  bytes: Uint8Array,
  sequences: readonly SlowSequence[],
  { way, row, order, slowest }: SlowMeans,
  most: number,
): NibbleInterval[] {
  call.lempelZivLay(base, bytes.length);
  call.lempelZivStart(base, way, row, order, slowest);
  memory.u8(call.lempelZivBytes(base), bytes.length).set(bytes);
  const [list, out] = memory.layout(12 * (sequences.length + 1), 4 * (most + 100));
  memory.u32(list, 3 * sequences.length).set(sequences.flat());
  const all: NibbleInterval[] = [];
  for (let next = list; call.lempelZivDone(base) < bytes.length; ) {
    next = call.lempelZivNote(base, next, out, most);
    expect(next).to.be.within(list, list + 12 * sequences.length);
    all.push(...intervalsAt(out + 4, (memory.u32(out, 1)[0] as number) / 4));
  }
  return all;
}

describe('nibbles', () => {
  it('of planes have the intervals of slow models, bit for bit, in any calls', () => {
    fc.assert(
      fc.property(anyPlanes, fc.nat(80), ({ bytes, row, ways, slowest }, cut) => {
        const first = Math.min(cut, bytes.length);
        layPlanes(bytes, ways.length, row);
        call.bytePlanesStart(base, packed(ways), packed(slowest));
        const [out] = memory.layout(64 * bytes.length);
        const half = call.bytePlanesNote(base, 0, first, out);
        const end = call.bytePlanesNote(base, first, bytes.length - first, half);
        const expected = slowPlanes(bytes, row, ways, slowest);
        expect(intervalsAt(out, (end - out) / 4)).to.deep.equal(expected);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('of sequences have the intervals of slow models, bit for bit, in any calls', () => {
    fc.assert(
      fc.property(
        anySequences,
        anyMeans,
        fc.integer({ min: 1, max: 300 }),
        ({ bytes, sequences }, means, most) => {
          expect(notesOf(bytes, sequences, means, most)).to.deep.equal(
            slowSequences(bytes, sequences, means),
          );
        },
      ),
      { seed: 1, numRuns: 150 },
    );
  });

  it('of long runs, and matches that are long and far away, too', () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i < 70_000 ? (i * i) >> 5 : 0));
    bytes.copyWithin(70_000, 0, 66_000);
    bytes.copyWithin(136_000, 10, 64_010);
    const sequences: SlowSequence[] = [
      [70_000, 66_000, 70_000],
      [0, 64_000, 135_990],
    ];
    const means = { way: 0, row: 1, order: 4, slowest: 6 };
    const expected = slowSequences(bytes, sequences, means);
    expect(notesOf(bytes, sequences, means, 5000)).to.deep.equal(expected);
  });

  it('are pushed as slow lanes do, four at a time and not, from any lane on', () => {
    const note = fc.tuple(fc.nat(32767), fc.nat(32767));
    fc.assert(
      fc.property(
        fc.array(note, { maxLength: 60 }),
        fc.constantFrom(1, 2, 3, 4, 5),
        fc.nat(4),
        (pairs, lanes, skip) => {
          const lane = skip % lanes;
          const all = pairs.map(([a, b]) => {
            const [start, end] = [Math.min(a, b), Math.max(a, b) + 1];
            return { start, freq: Math.max(1, Math.min(end - start, 32767)), total: 32768 };
          });
          const heads = Array.from({ length: lanes }, (_, i) => 2n ** 31n + 12345n * BigInt(i));
          const slow = { heads: [...heads], tail: [] as number[] };
          // Lane 0 is that of the first: what comes before leaves its lane as it is.
          const whole = { start: 0, freq: 1, total: 1 };
          slowPush(slow, [...Array.from({ length: lane }, () => whole), ...all]);
          const [at, tail, notes] = memory.layout(8 * lanes, 4 * all.length, 4 * all.length);
          memory.u64(at, lanes).set(heads);
          memory.u32(notes, all.length).set(all.map(({ start, freq }) => start * 65536 + freq));
          const end = call.nibblesPush(at, lanes, lane, tail, notes, all.length);
          expect([...memory.u64(at, lanes)]).to.deep.equal(slow.heads);
          expect([...memory.u32(tail, (end - tail) / 4)]).to.deep.equal(slow.tail);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('cost what their frequencies say, to the bit', () => {
    const freqs = Array.from({ length: 5000 }, (_, i) => 1 + ((i * 7919) % 32753));
    const [notes] = memory.layout(4 * freqs.length);
    memory.u32(notes, freqs.length).set(freqs);
    const exact = freqs.reduce((bits, freq) => bits + 15 - Math.log2(freq), 0);
    expect(call.nibblesCost(notes, freqs.length)).to.be.within(exact, exact + 1);
  });
});
