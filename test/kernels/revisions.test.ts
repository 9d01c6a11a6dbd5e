import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { flatten } from '../../src/ans/flatten.js';
import { type Message, seededMessage } from '../../src/ans/message.js';
import type { Codec } from '../../src/codecs/codec.js';
import { kernels, withModule } from '../../src/kernels/kernels.js';
import { moduleOf, REVISION } from '../../src/kernels/modules.js';
import { REVISIONS } from '../../src/kernels/revisions/list.js';
import { buildCodec, buildWith } from '../../src/model/build.js';
import { loadModel } from '../../src/model/model.js';
import { packageFile } from '../../src/package.js';

const compiled = readFileSync(packageFile('src/kernels/compiled/kernels.wasm'));

/** The kernels, each time with another constant of single precision changed: such as later revisions may have. */
function* changed(): Generator<WebAssembly.Module> {
  const constant = 0x43; // f32.const
  for (let at = compiled.indexOf(constant); at >= 0; at = compiled.indexOf(constant, at + 1)) {
    const value = compiled.readFloatLE(at + 1);
    if (!(value > 1e-3 && value < 1)) continue;
    const bytes = Buffer.from(compiled);
    bytes.writeFloatLE(value * 1.5, at + 1);
    yield new WebAssembly.Module(bytes);
  }
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
    const [newest, other] = [kernels, new WebAssembly.Module(compiled)];
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
    const pushed = (codec: Codec<Uint32Array>) => {
      const message = seededMessage(1, 0);
      codec.push(message, symbols);
      return message;
    };
    const now = buildCodec(model, { item }).group(10);
    const here = pushed(now);
    for (const module of changed()) {
      const then = buildWith(module, model, { item }).group(10);
      const there = pushed(then);
      if (Buffer.compare(bytesOf(here), bytesOf(there)) === 0) continue;
      // Another constant gives other bits, and each codec takes its own back.
      expect(then.pop(there)).to.deep.equal(symbols);
      expect(now.pop(here)).to.deep.equal(symbols);
      return;
    }
    expect.fail('no constant changes a bit');
  });
});

const bytesOf = (message: Message) => Uint8Array.from(new Uint8Array(flatten(message).buffer));
