import type { Format } from '../format.js';
import { riffFormat } from './riff.js';

/**
 * WAV: RIFF, its big-endian twin RIFX, and RF64 or BW64 for files beyond 4 GiB, of PCM or floats
 * (WAVE_FORMAT_PCM, IEEE_FLOAT or EXTENSIBLE of either). A length of samples that the file does not have, as
 * streams write it, does no harm.
 */
export const wav: Format = {
  title: 'WAV',
  dataFormats: [
    riffFormat({
      name: 'wav',
      magics: ['RIFF'],
      bigEndian: false,
      long: false,
      rule:
        'the length of the samples is put right (the last 4 bytes of the head), and that of the file ' +
        '(bytes 4 to 7), which is 8 less than head and samples; the heads must then agree.',
    }),
    riffFormat({
      name: 'rifx',
      magics: ['RIFX'],
      bigEndian: true,
      long: false,
      rule: 'as in `wav`, the numbers big-endian.',
    }),
    riffFormat({
      name: 'rf64',
      magics: ['RF64', 'BW64'],
      bigEndian: false,
      long: true,
      rule:
        'the length of the file (bytes 20 to 27), which is 8 less than head and samples, that of the ' +
        'samples (28 to 35) and the number of frames (36 to 43) are put right; the heads must then agree.',
    }),
  ],
  soundEnding: '.wav',
};
