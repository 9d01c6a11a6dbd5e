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

/** Bits of the flags of samples. */
const [IS_FLOAT, IS_LITTLE_ENDIAN] = [1, 2];

/** Bytes of the chunk that says what samples are, and those before the samples in theirs. */
const [DESCRIPTION, EDITS] = [32, 4];

/** Core Audio Format (Apple) of linear PCM: integers or floats. */
export const caf: Format = {
  title: 'CAF',
  dataFormats: [
    soundFormat({
      name: 'caf',
      bigEndian: true,
      detects: (start) => textAt(start, 0, 6) === 'caff\0\x01',
      read,
      rule:
        'the length of the samples is put right (8 bytes, 4 before the end of the head), which counts 4 ' +
        'more; the heads must then agree.',
    }),
  ],
};

function read(start: Uint8Array): Sound {
  const layout = {
    from: 8,
    nameBytes: 4,
    lengthBytes: 8,
    bigEndian: true,
    countsItself: false,
    alignment: 1,
  } as const;
  const describe = (chunk: SoundChunk) => frameOf(start, chunk);
  const { chunk, described } = samplesChunk(start, layout, ['desc', 'data'], describe, 'caf');
  const { at, length } = chunk;
  return {
    ...described,
    bytes: at + EDITS,
    length: knownLength(length - EDITS),
    counts: [{ at: at - 8, bytes: 8, more: EDITS }],
  };
}

function frameOf(start: Uint8Array, { at, length }: SoundChunk) {
  if (length < DESCRIPTION || start.length < at + DESCRIPTION) throw bad('desc is cut short');
  const view = viewOf(start);
  const format = textAt(start, at + 8, 4);
  const flags = view.getUint32(at + 12);
  const channels = view.getUint32(at + 24);
  const bytes = view.getUint32(at + 16) / channels;
  const kind = flags & IS_FLOAT ? 'float' : 'signed';
  const known = kind === 'float' ? [4, 8] : [1, 2, 3, 4];
  if (format !== 'lpcm' || view.getUint32(at + 20) !== 1 || !known.includes(bytes)) {
    throw bad(`expected linear PCM of up to 32 bits or floats, got ${format} of ${bytes} bytes`);
  }
  const bigEndian = (flags & IS_LITTLE_ENDIAN) === 0;
  return {
    type: { kind, bytes, bigEndian } as SampleType,
    channels,
    rate: view.getFloat64(at),
  };
}

function bad(message: string) {
  return unsuitable('caf', message);
}
