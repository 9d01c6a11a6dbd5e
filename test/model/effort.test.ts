import { expect } from 'chai';
import { CrayError } from '../../src/errors.js';
import { buildCodec } from '../../src/model/build.js';
import { loadModel, withEffort } from '../../src/model/model.js';

describe('the effort of a model', () => {
  const photo = loadModel('photo');

  it('is in its name and its digest, and its name alone finds it', () => {
    const changed = withEffort(photo, 3);
    expect(changed?.spec.name).to.equal('photo-3');
    expect(changed?.spec.codec).to.include({ effort: 3 });
    expect(loadModel('photo-3')).to.deep.equal(changed);
    expect(Buffer.compare(changed?.specDigest as Uint8Array, photo.specDigest)).to.not.equal(0);
  });

  it('changes nothing where it is what the model has', () => {
    expect(withEffort(photo, 5)).to.equal(photo);
    expect(loadModel('photo-5')).to.deep.equal(photo);
  });

  it('is nothing that other models have', () => {
    expect(withEffort(loadModel('bytes'), 3)).to.equal(undefined);
    for (const name of ['bytes-3', 'photo-0', 'photo-10', '-3']) {
      expect(() => loadModel(name)).to.throw(CrayError, `${name}: no such model`);
    }
  });
});

describe('the model photo', () => {
  it('fits gray and colours, with and without alpha, and photo16 those of 16 bits', () => {
    const photo = loadModel('photo');
    for (const shape of [
      [8, 9],
      [8, 9, 1],
      [8, 9, 2],
      [8, 9, 3],
      [8, 9, 4],
    ]) {
      const codec = buildCodec(photo, { item: { dtype: 'u8', shape } });
      expect(codec.learns).to.not.equal(undefined);
      expect(codec.levels).to.equal(256);
      const fine = buildCodec(loadModel('photo16'), { item: { dtype: 'u16', shape } });
      expect(fine.levels).to.equal(65536);
    }
    for (const item of [
      { dtype: 'u8', shape: [8, 9, 5] },
      { dtype: 'u8', shape: [9] },
      { dtype: 'u16', shape: [8, 9] },
    ]) {
      expect(() => buildCodec(photo, { item })).to.throw(CrayError, 'model photo fits u8 items of');
    }
  });
});
