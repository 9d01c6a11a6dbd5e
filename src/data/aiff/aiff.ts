import { type Format, unsuitable } from '../format.js';
import type { SampleType } from '../samples.js';
import {
  knownLength,
  type Sound,
  type SoundChunk,
  samplesChunk,
  soundFormat,
  textAt,
  viewOf,
} from '../sound.js';

/** Bytes that the samples' chunk has before the samples: an offset, and the size of blocks. */
const BEFORE = 8;

/** Kinds of samples that are numbers, by the name that AIFF-C gives them; of no name they are NONE. */
const KINDS: Readonly<Record<string, Pick<SampleType, 'kind' | 'bigEndian'>>> = {
  NONE: { kind: 'signed', bigEndian: true },
  twos: { kind: 'signed', bigEndian: true },
  in24: { kind: 'signed', bigEndian: true },
  in32: { kind: 'signed', bigEndian: true },
  sowt: { kind: 'signed', bigEndian: false },
  'raw ': { kind: 'unsigned', bigEndian: true },
  fl32: { kind: 'float', bigEndian: true },
  FL32: { kind: 'float', bigEndian: true },
  fl64: { kind: 'float', bigEndian: true },
  FL64: { kind: 'float', bigEndian: true },
};

/** AIFF (Apple, 1989) and AIFF-C without compression: integers, also little-endian ones, and floats. */
export const aiff: Format = {
  title: 'AIFF',
  dataFormats: [
    soundFormat({
      name: 'aiff',
      bigEndian: true,
      detects: (start) =>
        textAt(start, 0, 4) === 'FORM' && ['AIFF', 'AIFC'].includes(textAt(start, 8, 4)),
      read,
      rule:
        'the length of the file is put right (bytes 4 to 7), which is 8 less than head and samples, that of ' +
        'the chunk SSND, and the number of frames in the chunk COMM; the heads must then agree.',
    }),
  ],
  soundEnding: '.aiff',
};

function read(start: Uint8Array): Sound {
  const layout = {
    from: 12,
    nameBytes: 4,
    lengthBytes: 4,
    bigEndian: true,
    countsItself: false,
    alignment: 2,
  } as const;
  const describe = (chunk: SoundChunk) => commonOf(start, chunk);
  const { chunk, described } = samplesChunk(start, layout, ['COMM', 'SSND'], describe, 'aiff');
  if (start.length < chunk.at + BEFORE) throw bad('SSND is cut short');
  const before = BEFORE + viewOf(start).getUint32(chunk.at, false);
  const bytes = chunk.at + before;
  const { type, channels, frames } = described;
  return {
    type,
    channels,
    bytes,
    length: knownLength(chunk.length) && knownLength(chunk.length - before),
    counts: [
      { at: 4, bytes: 4, more: bytes - 8 },
      { at: chunk.at - 4, bytes: 4, more: before },
      { at: frames, bytes: 4, frames: true, more: 0 },
    ],
  };
}

/** What samples are, and where their number is. */
function commonOf(start: Uint8Array, { at, length }: SoundChunk) {
  if (length < 18 || start.length < at + Math.min(length, 22)) throw bad('COMM is cut short');
  const view = viewOf(start);
  const bits = view.getUint16(at + 6, false);
  const bytes = Math.ceil(bits / 8);
  const compression = length >= 22 ? textAt(start, at + 18, 4) : 'NONE';
  const kind = KINDS[compression];
  const known = kind?.kind === 'float' ? [4, 8] : [1, 2, 3, 4];
  if (!kind || !known.includes(bytes)) {
    throw bad(`expected integers of up to 32 bits or floats, got ${compression} of ${bits} bits`);
  }
  const type: SampleType = { ...kind, bytes: bytes as SampleType['bytes'] };
  return { type, channels: view.getUint16(at, false), frames: at + 2 };
}

function bad(message: string) {
  return unsuitable('aiff', message);
}
