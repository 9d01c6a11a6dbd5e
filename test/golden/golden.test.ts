import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { loadModel } from '../../src/model/model.js';
import { packageFile } from '../../src/package.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { collect } from '../data.js';
import { GOLDEN_CASES } from './cases.js';

const noModel = () => {
  throw new Error('expected no model to be looked for');
};

describe('golden files', () => {
  for (const { name, original, write, inside } of GOLDEN_CASES) {
    const golden = readFileSync(packageFile(`fixtures/golden/${name}`));

    if (write) {
      it(`${name} is written byte for byte, whatever the batch`, async () => {
        for (const batch of [1, 10, 64, 1000]) {
          expect(Buffer.compare(await write(batch), golden), `batch ${batch}`).to.equal(0);
        }
      });
    }

    it(`${name} is restored`, async () => {
      const findModel = inside ? noModel : () => loadModel('mnist-binary-vae');
      const restored = await collect(decompress(seekableBytes(golden), findModel));
      expect(Buffer.compare(restored, original())).to.equal(0);
    });
  }
});
