import { expect } from 'chai';
import { modelFor } from '../../../src/cli/models.js';
import { CrayError } from '../../../src/errors.js';
import type { FindDataModel } from '../../../src/pipeline/encode/compress.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { collect } from '../../data.js';
import { KINDS_OF_FILES } from './kindsOfFiles.js';

/** Models that learn while they code, each of which fits files of many kinds; photo16 is tried where they fit. */
const MODELS = ['bytes', 'arrays', 'numbers', 'photo', 'photo16'];
/** What auto may take of the best of them. */
const WITHIN = 1.01;

/** Bytes of a whole .cray file; undefined where the model does not fit. */
async function sizeBy(file: Uint8Array, findModel: FindDataModel): Promise<number | undefined> {
  try {
    return (await collect(compress(file, findModel))).length;
  } catch (error) {
    if (error instanceof CrayError && error.code === 'DATA_MISMATCH') return undefined;
    throw error;
  }
}

describe('what auto takes is at most 1 % more than the best model takes', () => {
  for (const [name, make] of Object.entries(KINDS_OF_FILES)) {
    it(`for ${name}`, async () => {
      const file = make();
      const sizes: Record<string, number> = {};
      for (const model of MODELS) {
        const size = await sizeBy(file, modelFor({ model }));
        if (size !== undefined) sizes[model] = size;
      }
      const auto = await sizeBy(file, modelFor({}));
      const best = Math.min(...Object.values(sizes));
      expect(auto, JSON.stringify(sizes)).to.be.at.most(WITHIN * best);
    });
  }
});
