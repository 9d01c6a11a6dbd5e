import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CrayError } from '../../src/errors.js';
import { loadModel } from '../../src/model/model.js';
import { loadRecorded } from '../../src/model/recorded.js';
import { packageFile } from '../../src/package.js';
import { inFolder } from '../cli/process.js';

/** The digests of a model that there is only here. */
const NONE = { specDigest: new Uint8Array(32), weightsDigest: new Uint8Array(32) };

describe('the model that a file was written with', () => {
  it('is found among those that come with the program under any name, with its effort', () => {
    for (const name of ['cifar10', 'photo-9', 'photo16-1', 'bytes']) {
      expect(loadRecorded('something', loadModel(name))).to.deep.equal(loadModel(name));
    }
  });

  it(
    'is found in places, past all that is not good',
    inFolder(async (folder) => {
      const at = (...names: string[]) => join(folder, ...names);
      const text =
        '{"format": 1, "name": "own", "data": {}, "codec": {"type": "experts", "effort": 2}}';
      for (const name of ['a', 'b', 'c', 'm', 'pipe']) mkdirSync(at(name));
      writeFileSync(at('a', 'model.json'), 'no JSON');
      mkdirSync(at('b', 'model.json'));
      writeFileSync(at('c', 'model.json'), '{}');
      execFileSync('mkfifo', [at('pipe', 'model.json')]);
      writeFileSync(at('m', 'model.json'), text);
      const model = loadModel(at('m'));
      const places = [at('none'), at('a', 'model.json', 'x'), 'x'.repeat(5000), folder];
      expect(loadRecorded('own', model, places).where).to.equal(at('m', 'model.json'));
      expect(loadRecorded('other', model, [at('m')]).where).to.equal(at('m', 'model.json'));
      expect(loadRecorded('other', model, [at('m', 'model.json')]).spec).to.deep.equal(model.spec);
      expect(loadRecorded('own', NONE, places).where).to.equal(at('m', 'model.json'));
    }),
  );

  it(
    'is one of the folder earlier of a model, where there is a newer one',
    inFolder(async (folder) => {
      const spec = (codec: object) => JSON.stringify({ format: 1, name: 'own', data: {}, codec });
      mkdirSync(join(folder, 'own/earlier'), { recursive: true });
      writeFileSync(join(folder, 'own/model.json'), spec({ type: 'contextMixing' }));
      const earlier = join(folder, 'own/earlier/1.json');
      writeFileSync(earlier, spec({ type: 'experts', effort: 2 }));
      expect(loadRecorded('own', loadModel(earlier), [folder]).where).to.equal(earlier);
    }),
  );

  it('is never looked for at its name', () => {
    const path = packageFile('models/cifar10');
    for (const name of [path, `${path}/model.json`, '../models/cifar10', 'no-such', '']) {
      expect(() => loadRecorded(name, NONE))
        .to.throw(CrayError, `${name}: no such model: none has its digests`)
        .with.property('code', 'MODEL_NOT_FOUND');
    }
  });
});
