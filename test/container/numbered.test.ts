import { expect } from 'chai';
import {
  dataFormatOfNumber,
  modelOfNumber,
  NUMBERED_MODELS,
  numberOfDataFormat,
  numberOfModel,
} from '../../src/container/numbered.js';
import { FOLDER } from '../../src/data/folders.js';
import { formatNames } from '../../src/data/formats.js';
import { loadModel, type Model, modelNames, withEffort } from '../../src/model/model.js';
import { loadRecorded } from '../../src/model/recorded.js';
import { sha256 } from '../corpus/readings.js';

const hint = 'add a line at the end of the list in src/container/numbered.ts';

const nameOf = ({ spec, specDigest, weightsDigest }: Model) => ({
  modelName: spec.name,
  specDigest,
  weightsDigest,
});

describe('what small parts say by a number', () => {
  it('is every model that comes with the program, at every effort', () => {
    for (const name of modelNames()) {
      const model = loadModel(name);
      const efforts = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((n) => withEffort(model, n) ?? []);
      for (const one of [model, ...efforts]) {
        const number = numberOfModel(nameOf(one));
        expect(number, `${one.spec.name} has no number: ${hint}`).to.be.a('number');
        expect(modelOfNumber(number as number)).to.deep.equal(nameOf(one));
      }
    }
  });

  it('is found by its digests for ever, and by no number that there is not', () => {
    for (let number = 1; number <= NUMBERED_MODELS; number++) {
      const named = modelOfNumber(number);
      if (!named) throw new Error(`expected a model of number ${number}`);
      expect(nameOf(loadRecorded(named.modelName, named))).to.deep.equal(named);
    }
    for (const number of [-1, 0, NUMBERED_MODELS + 1]) {
      expect(modelOfNumber(number)).to.equal(undefined);
    }
    expect(numberOfModel({ ...nameOf(loadModel('bytes')), modelName: 'other' })).to.equal(
      undefined,
    );
  });

  it('is every data format', () => {
    for (const name of [...formatNames(), FOLDER]) {
      const number = numberOfDataFormat(name);
      expect(number, `${name} has no number: ${hint}`).to.be.a('number');
      expect(dataFormatOfNumber(number as number)).to.equal(name);
    }
    expect(numberOfDataFormat('of later days')).to.equal(undefined);
    expect(dataFormatOfNumber(0)).to.equal(undefined);
  });

  it('keeps its number', () => {
    const formats = Array.from({ length: 18 }, (_, i) => dataFormatOfNumber(i + 1));
    const models = Array.from({ length: 24 }, (_, i) => modelOfNumber(i + 1));
    const line = Buffer.from(
      [
        ...formats,
        ...models.map((m) => `${m?.modelName} ${hexOf(m?.specDigest)} ${hexOf(m?.weightsDigest)}`),
      ].join('\n'),
    );
    expect(sha256(line)).to.equal(
      '773bcb107bed1400550afba739f56570d385fccead70c7a9400df6909a88ab7a',
    );
  });
});

function hexOf(digest: Uint8Array | undefined): string {
  return Buffer.from(digest ?? []).toString('hex');
}
