import { type Format, unsuitable } from '../format.js';
import type { SampleType } from '../samples.js';
import { knownLength, type Sound, soundFormat, textAt, viewOf } from '../sound.js';

/** Types of samples that are numbers, by their codes. */
const TYPES: Readonly<Record<number, Pick<SampleType, 'kind' | 'bytes'>>> = {
  2: { kind: 'signed', bytes: 1 },
  3: { kind: 'signed', bytes: 2 },
  4: { kind: 'signed', bytes: 3 },
  5: { kind: 'signed', bytes: 4 },
  6: { kind: 'float', bytes: 4 },
  7: { kind: 'float', bytes: 8 },
};

/** Where its fields are: where samples begin, their bytes, their type, their rate and the channels. */
const [OFFSET, LENGTH, TYPE, RATE, CHANNELS, END] = [4, 8, 12, 16, 20, 24] as const;

/** AU (Sun and NeXT) of integers or floats. */
export const au: Format = {
  title: 'AU',
  dataFormats: [
    soundFormat({
      name: 'au',
      bigEndian: true,
      detects: (start) => textAt(start, 0, 4) === '.snd',
      read,
      rule: 'the length of the samples is put right (bytes 8 to 11); the heads must then agree.',
    }),
  ],
};

function read(start: Uint8Array): Sound {
  if (start.length < END) throw unsuitable('au', 'the file ends within its header');
  const view = viewOf(start);
  const [bytes, code] = [view.getUint32(OFFSET), view.getUint32(TYPE)];
  const type = TYPES[code];
  if (!type) throw unsuitable('au', `expected integers or floats, got encoding ${code}`);
  if (bytes < END) throw unsuitable('au', `expected samples from byte ${END} on, got ${bytes}`);
  return {
    type: { ...type, bigEndian: true },
    channels: view.getUint32(CHANNELS),
    rate: view.getUint32(RATE),
    bytes,
    length: knownLength(view.getUint32(LENGTH)),
    counts: [{ at: LENGTH, bytes: 4, more: 0 }],
  };
}
