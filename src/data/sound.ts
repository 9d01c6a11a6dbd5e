/** Files of sound: a head of chunks, frames of samples, and perhaps more chunks. */
import { arrayFormat } from './arrayFormat.js';
import { type DataFormat, unsuitable } from './format.js';
import { numbersOf, type SampleType } from './samples.js';

/** What the start of a file of sound says. */
export interface Sound {
  readonly type: SampleType;
  readonly channels: number;
  /** Frames a second, where that is read. */
  readonly rate?: number;
  /** Bytes before the samples. */
  readonly bytes: number;
  /** Bytes of the samples; undefined where the file does not know, as one that came out of a pipe. */
  readonly length: number | undefined;
  /** All fields that say how many there are. */
  readonly counts: readonly Count[];
}

/** A field of a head that says how many samples follow. */
export interface Count {
  readonly at: number;
  readonly bytes: 4 | 8;
  /** Whether it counts frames, or else the bytes of samples. */
  readonly frames?: true;
  /** What it counts besides, the head for one. */
  readonly more: number;
}

/** What is particular to such a format. */
export interface SoundFormat {
  readonly name: string;
  readonly detects: (start: Uint8Array) => boolean;
  /** Whether numbers in a head are big-endian. */
  readonly bigEndian: boolean;
  /** @throws CrayError DATA_INVALID */
  readonly read: (start: Uint8Array) => Sound;
  /** What becomes of heads where files are joined, in the words of FORMAT.md, section 2.0. */
  readonly rule: string;
}

/** Most channels, as a field of two bytes has it. */
const MOST_CHANNELS = 0xffff;

/** A data format whose items are frames: one number a channel. All up to the samples is the head. */
export function soundFormat({ name, detects, bigEndian, read, rule }: SoundFormat): DataFormat {
  function readHeader(start: Uint8Array) {
    const { type, channels, bytes, length } = read(start);
    if (channels > MOST_CHANNELS) throw unsuitable(name, `${channels} channels are absurd`);
    const items = length === undefined ? length : Math.floor(length / (channels * type.bytes));
    return { type, bytes, items, shape: channels === 1 ? [] : [channels] };
  }

  return arrayFormat({
    name,
    holds: {
      head: 'all before the samples',
      items: 'frames, of no dimensions where there is one channel',
      tail: 'all after the samples',
    },
    detects,
    readHeader,
    recount(head, items) {
      const { type, channels, counts } = read(head);
      const again = Uint8Array.from(head);
      const view = new DataView(again.buffer);
      for (const { at, bytes, frames, more } of counts) {
        const value = (frames ? items : items * channels * type.bytes) + more;
        if (bytes === 8) view.setBigUint64(at, BigInt(value), !bigEndian);
        else if (value <= 0xffffffff) view.setUint32(at, value, !bigEndian);
        else return undefined;
      }
      return again;
    },
    says(head) {
      const { type, rate } = read(head);
      return `${rate === undefined ? '' : `${rate} Hz, `}${numbersOf(type)}`;
    },
    rule,
  });
}

/** How the chunks of a file lie, one after another. */
export interface ChunkLayout {
  /** Where the first one begins. */
  readonly from: number;
  /** Bytes of a name, and of a length after it. */
  readonly nameBytes: 4 | 16;
  readonly lengthBytes: 4 | 8;
  readonly bigEndian: boolean;
  /** Whether a length counts name and length, too. */
  readonly countsItself: boolean;
  /** What chunks are filled up to a multiple of. */
  readonly alignment: 1 | 2 | 8;
}

/** A chunk, of which not all need be there. */
export interface SoundChunk {
  /** Its name, a character a byte. */
  readonly name: string;
  /** Where its content begins. */
  readonly at: number;
  /** Bytes of its content; not a safe integer where that is absurd, or not known. */
  readonly length: number;
}

/** The chunks that begin in these bytes. */
function* chunksOf(start: Uint8Array, layout: ChunkLayout): Generator<SoundChunk> {
  const { from, nameBytes, lengthBytes, bigEndian, countsItself, alignment } = layout;
  const view = viewOf(start);
  const own = nameBytes + lengthBytes;
  for (let at = from; at + own <= start.length; ) {
    const said =
      lengthBytes === 4
        ? view.getUint32(at + nameBytes, !bigEndian)
        : Number(view.getBigUint64(at + nameBytes, !bigEndian));
    const length = Math.max(0, said - (countsItself ? own : 0));
    yield { name: textAt(start, at, nameBytes), at: at + own, length };
    at += own + Math.ceil(length / alignment) * alignment;
  }
}

/**
 * The chunk of the samples, and what the chunk before it says that describes them.
 *
 * @param names of the two, the description first; of several descriptions the last counts.
 * @throws CrayError DATA_INVALID where one of them is missing, or what describing throws.
 */
export function samplesChunk<T>(
  start: Uint8Array,
  layout: ChunkLayout,
  [description, samples]: readonly [string, string],
  describe: (chunk: SoundChunk) => T,
  format: string,
): { readonly chunk: SoundChunk; readonly described: T } {
  let described: T | undefined;
  for (const chunk of chunksOf(start, layout)) {
    if (chunk.name === description) described = describe(chunk);
    if (chunk.name !== samples) continue;
    if (described !== undefined) return { chunk, described };
    throw unsuitable(format, `there is no ${description.slice(0, 4).trim()} before the samples`);
  }
  throw unsuitable(format, 'there are no samples');
}

/** A length of samples; undefined for those that encoders write who cannot go back to it. */
export function knownLength(length: number): number | undefined {
  const unknown = length <= 0 || length === 0xffffffff || !Number.isSafeInteger(length);
  return unknown ? undefined : length;
}

/** Some bytes as text, a character a byte. */
export function textAt(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
