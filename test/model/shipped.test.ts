import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { hex } from '../../src/bytes/hex.js';
import { loadModel, modelNames } from '../../src/model/model.js';
import { earlierModels, loadRecorded } from '../../src/model/recorded.js';
import { packageFile } from '../../src/package.js';

/** Every model that ever came with the program, by digests in hexadecimal. Lines are added, and never change. */
const SHIPPED = JSON.parse(readFileSync(packageFile('fixtures/models.json'), 'utf8')) as {
  readonly name: string;
  readonly spec: string;
  readonly weights: string;
}[];

describe('models that come with the program', () => {
  for (const { name, spec, weights } of SHIPPED) {
    it(`${name} of spec ${spec.slice(0, 8)} and weights ${weights.slice(0, 8)} is still there`, () => {
      const digests = {
        specDigest: Buffer.from(spec, 'hex'),
        weightsDigest: Buffer.from(weights, 'hex'),
      };
      const model = loadRecorded(name, digests);
      expect([hex(model.specDigest), hex(model.weightsDigest)]).to.deep.equal([spec, weights]);
    });
  }

  it('are all written down', () => {
    const known = SHIPPED.map(({ spec, weights }) => spec + weights);
    for (const name of modelNames()) {
      for (const model of [loadModel(name), ...earlierModels(name)]) {
        expect(known, name).to.include(hex(model.specDigest) + hex(model.weightsDigest));
      }
    }
  });

  it('are given as they are now where a file asks for one that there never was', () => {
    const none = { specDigest: new Uint8Array(32), weightsDigest: new Uint8Array(32) };
    expect(loadRecorded('cifar10', none)).to.deep.equal(loadModel('cifar10'));
  });
});
