import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { seededMessage } from '../../src/ans/message.js';
import { kernels, withModule } from '../../src/kernels/kernels.js';
import { moduleOf, REVISION } from '../../src/kernels/modules.js';
import { REVISIONS } from '../../src/kernels/revisions/list.js';
import { buildCodec, buildWith } from '../../src/model/build.js';
import { loadModel } from '../../src/model/model.js';
import { packageFile } from '../../src/package.js';

const compiled = readFileSync(packageFile('src/kernels/compiled/kernels.wasm'));

/** The kernels with another rate of learning: a rule of arithmetic that a later revision may have. */
function changed(): WebAssembly.Module {
  const bytes = Buffer.from(compiled);
  const rate = Buffer.alloc(5);
  rate[0] = 0x43; // f32.const
  rate.writeFloatLE(0.002, 1);
  const at = bytes.indexOf(rate);
  expect(at, 'the rate of adaptivePrediction').to.be.above(0);
  bytes.writeFloatLE(0.003, at + 1);
  return new WebAssembly.Module(bytes);
}

describe('revisions of the arithmetic', () => {
  for (const { revision, sha256 } of REVISIONS) {
    it(`${revision} is the module that it was`, () => {
      const bytes = readFileSync(packageFile(`src/kernels/revisions/${revision}.wasm`));
      expect(createHash('sha256').update(bytes).digest('hex')).to.equal(sha256);
    });
  }

  it('are numbered from 1 on', () => {
    expect(REVISIONS.map(({ revision }) => revision)).to.deep.equal(
      Array.from({ length: REVISION }, (_, i) => i + 1),
    );
  });

  it('end with the kernels as they are compiled', () => {
    const newest = readFileSync(packageFile(`src/kernels/revisions/${REVISION}.wasm`));
    expect(
      Buffer.compare(compiled, newest),
      'the kernels are no longer those of the newest revision: files that it wrote would not ' +
        'decode; npm run revision freezes what they are now, under the next number where the ' +
        'newest has been released (see src/kernels/revisions/README.md)',
    ).to.equal(0);
  });

  it('all have the calls that the newest had when they were frozen', () => {
    const names = (revision: number) =>
      WebAssembly.Module.exports(moduleOf(revision)).map(({ name }) => name);
    for (const { revision } of REVISIONS) {
      expect(names(REVISION), `${revision}`).to.include.members(names(revision));
    }
  });

  it('are in force within a call, whatever it throws, and nowhere else', () => {
    const [newest, other] = [kernels, changed()];
    const seen = withModule(other, () => [kernels.module, withModule(other, () => kernels.module)]);
    expect(seen).to.deep.equal([other, other]);
    expect(() =>
      withModule(other, () => {
        throw new Error('x');
      }),
    ).to.throw('x');
    expect(kernels).to.equal(newest);
  });

  it('have codecs that keep to them whenever they are used', () => {
    const model = loadModel('arrays');
    const item = { dtype: 'i16', shape: [64] } as const;
    const symbols = Uint32Array.from({ length: 640 }, (_, i) => 32768 + ((i * i * 7) % 97));
    const [now, then] = [
      buildCodec(model, { item }).group(10),
      buildWith(changed(), model, { item }).group(10),
    ];
    const [a, b] = [seededMessage(1, 0), seededMessage(1, 0)];
    now.push(a, symbols);
    then.push(b, symbols);
    expect(b.tail, 'another rate gives other bits').to.not.deep.equal(a.tail);
    expect(now.pop(a)).to.deep.equal(symbols);
    expect(then.pop(b)).to.deep.equal(symbols);
  });
});
