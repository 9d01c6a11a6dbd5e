import type { Format } from '../format.js';
import {
  knownLength,
  type Sound,
  type SoundChunk,
  samplesChunk,
  soundFormat,
  textAt,
} from '../sound.js';
import { waveFormat } from '../waveFormat.js';

/** What names have after their first four characters: most, and that of the whole. */
const WAVE = '\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a';
const RIFF = '\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00';

/** Bytes of a name, of a length after it, and of what is before the first chunk. */
const [NAME, LENGTH, START] = [16, 8, 40] as const;

/** Wave64 (Sony): as WAV, with names of 16 bytes and lengths of 64 bits. */
export const w64: Format = {
  title: 'W64',
  dataFormats: [
    soundFormat({
      name: 'w64',
      bigEndian: false,
      detects: (start) =>
        textAt(start, 0, NAME) === `riff${RIFF}` &&
        textAt(start, NAME + LENGTH, NAME) === `wave${WAVE}`,
      read,
      rule:
        'the length of the samples is put right (the last 8 bytes of the head), which counts 24 more, and ' +
        'that of the file (bytes 16 to 23); the heads must then agree.',
    }),
  ],
  soundEnding: '.w64',
};

function read(start: Uint8Array): Sound {
  const layout = {
    from: START,
    nameBytes: NAME,
    lengthBytes: LENGTH,
    bigEndian: false,
    countsItself: true,
    alignment: 8,
  } as const;
  const names = [`fmt ${WAVE}`, `data${WAVE}`] as const;
  const describe = (chunk: SoundChunk) => waveFormat(start, chunk, false, 'w64');
  const { chunk, described } = samplesChunk(start, layout, names, describe, 'w64');
  const { at: bytes, length } = chunk;
  return {
    ...described,
    bytes,
    length: knownLength(length),
    counts: [
      { at: NAME, bytes: 8, more: bytes },
      { at: bytes - LENGTH, bytes: 8, more: NAME + LENGTH },
    ],
  };
}
