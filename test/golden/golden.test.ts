import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { decompress } from '../../src/pipeline/decompress.js';
import { loadModel } from '../../src/spec/model.js';
import { collect, mnistSlice } from '../data.js';
import { encodeCase, GOLDEN_CASES } from './cases.js';

describe('golden files', () => {
  for (const c of GOLDEN_CASES) {
    const golden = readFileSync(packageFile(`fixtures/golden/${c.name}`));

    if (!c.past) {
      it(`${c.name} is written byte for byte, whatever the batch`, async () => {
        for (const batch of [1, 10, 64, 1000]) {
          expect(Buffer.compare(await encodeCase(c, batch), golden), `batch ${batch}`).to.equal(0);
        }
      });
    }

    it(`${c.name} is restored`, async () => {
      const model = loadModel('mnist-binary-vae');
      const restored = await collect(decompress([golden], () => model));
      expect(Buffer.compare(restored, mnistSlice(c.from, c.to))).to.equal(0);
    });
  }
});
