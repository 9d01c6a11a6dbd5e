import { type DataFormat, unsuitable } from '../format.js';
import {
  type Count,
  knownLength,
  type Sound,
  type SoundChunk,
  samplesChunk,
  soundFormat,
  textAt,
  viewOf,
} from '../sound.js';
import { waveFormat } from '../waveFormat.js';

/** What files of these three begin with, and what of them is particular. */
interface Riff {
  readonly name: string;
  readonly magics: readonly string[];
  readonly bigEndian: boolean;
  /** Whether lengths are of 64 bits, in a chunk of their own. */
  readonly long: boolean;
  readonly rule: string;
}

/** A data format of RIFF (Microsoft and IBM, 1991) or RF64 (EBU Tech 3306) of the kind WAVE. */
export function riffFormat({ name, magics, bigEndian, long, rule }: Riff): DataFormat {
  return soundFormat({
    name,
    bigEndian,
    detects: (start) => magics.includes(textAt(start, 0, 4)) && textAt(start, 8, 4) === 'WAVE',
    read: (start) => readRiff(start, name, bigEndian, long),
    rule,
  });
}

function readRiff(start: Uint8Array, name: string, bigEndian: boolean, long: boolean): Sound {
  const layout = {
    from: 12,
    nameBytes: 4,
    lengthBytes: 4,
    bigEndian,
    countsItself: false,
    alignment: 2,
  } as const;
  const describe = (chunk: SoundChunk) => waveFormat(start, chunk, bigEndian, name);
  const { chunk, described } = samplesChunk(start, layout, ['fmt ', 'data'], describe, name);
  const { at: bytes, length } = chunk;
  if (long) return { ...described, bytes, ...longLengths(start, bytes, name) };
  const counts: Count[] = [
    { at: 4, bytes: 4, more: bytes - 8 },
    { at: bytes - 4, bytes: 4, more: 0 },
  ];
  const isEmpty = length === 0 && goesOn(viewOf(start).getUint32(4, !bigEndian), bytes);
  return { ...described, bytes, length: isEmpty ? 0 : knownLength(length), counts };
}

/** Whether a file knows its length, and has chunks after its head: then no samples are no samples. */
function goesOn(fileLength: number, bytes: number): boolean {
  return fileLength !== 0xffffffff && fileLength > bytes - 8;
}

/** Where the chunk ds64 has the lengths of the file and of the samples, and the number of frames. */
const [FILE, SAMPLES, FRAMES] = [20, 28, 36];

/** Lengths in the chunk ds64, which is the first. @param bytes before the samples. */
function longLengths(start: Uint8Array, bytes: number, name: string) {
  const view = viewOf(start);
  const isFirst = textAt(start, 12, 4) === 'ds64' && bytes >= FRAMES + 8;
  if (!isFirst || view.getUint32(bytes - 4, true) !== 0xffffffff) {
    throw unsuitable(name, 'its lengths are not in ds64');
  }
  const counts: Count[] = [
    { at: FILE, bytes: 8, more: bytes - 8 },
    { at: SAMPLES, bytes: 8, more: 0 },
    { at: FRAMES, bytes: 8, frames: true, more: 0 },
  ];
  return { length: knownLength(Number(view.getBigUint64(SAMPLES, true))), counts };
}
