import { expect } from 'chai';
import { isSampled, refinedModel } from '../../src/eval/refine.js';
import { buildCodec } from '../../src/model/build.js';
import { loadModel, makeModel } from '../../src/model/model.js';

describe('refinedModel', () => {
  it('raises intervals, and the bins of latents alike in prior and posterior', () => {
    const model = refinedModel(loadModel('mnist-binary-vae'));
    expect(model.spec.codec).to.deep.include({ type: 'bitsBack', lockstep: 64 });
    const { prior, likelihood, posterior } = model.spec.codec as unknown as Record<string, object>;
    expect(prior).to.deep.equal({ type: 'uniform', size: 40, precision: 12 });
    expect(likelihood).to.include({ precision: 24 });
    expect(posterior).to.include({ binBits: 12, precision: 24 });
    expect(() => buildCodec(model)).to.not.throw();
  });

  it('leaves what the symbols are as it was', () => {
    const codec = {
      type: 'serial',
      codecs: [
        { type: 'uniform', size: 3, precision: 8 },
        { type: 'categorical', size: 1, symbols: 2, precision: 9, probabilities: [0.5, 0.5] },
      ],
    };
    const spec = { format: 1, name: 'm', data: { dtype: 'u8', shape: [4], levels: 2 }, codec };
    const model = makeModel(JSON.stringify(spec), new Uint8Array(0), 'm');
    expect(isSampled(model)).to.equal(false);
    expect(refinedModel(model).spec.codec).to.deep.equal({
      type: 'serial',
      codecs: [codec.codecs[0], { ...codec.codecs[1], precision: 24 }],
    });
  });

  it('keeps the bins of latents that are symbols of their own', () => {
    const one = { size: 1, precision: 12 };
    const codec = {
      type: 'bitsBack',
      prior: { type: 'uniform', size: 1, precision: 1 },
      likelihood: { type: 'bernoulli', ...one, probabilities: 0.4 },
      posterior: { type: 'categorical', ...one, symbols: 2, probabilities: [0.5, 0.5] },
    };
    const spec = { format: 1, name: 'm', data: { dtype: 'u8', shape: [1], levels: 2 }, codec };
    const model = makeModel(JSON.stringify(spec), new Uint8Array(0), 'm');
    expect(isSampled(model)).to.equal(true);
    expect(refinedModel(model).spec.codec).to.deep.include({ prior: codec.prior });
  });
});
