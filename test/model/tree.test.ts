import { expect } from 'chai';
import type { AnySpec } from '../../src/model/context.js';
import { parametersOf, symbolsOf } from '../../src/model/tree.js';
import { type CodecSpec, innerOf, TYPES, typeOf } from '../../src/model/types/index.js';
import { EXAMPLES } from './examples.js';

/** All objects in a value that have these keys, the value itself not among them. */
function objectsWith(value: unknown, ...keys: string[]): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => {
    const has = typeof inner === 'object' && inner !== null && keys.every((key) => key in inner);
    return [...(has ? [inner] : []), ...objectsWith(inner, ...keys)];
  });
}

/** All codecs inside, at any depth. */
function allInside(spec: AnySpec): AnySpec[] {
  return innerOf(spec).flatMap((inner) => [inner.spec, ...allInside(inner.spec)]);
}

describe('what types say of a spec', () => {
  for (const [i, { codec }] of EXAMPLES.entries()) {
    it(`is all that is inside ${codec.type}, example ${i}`, () => {
      expect(allInside(codec)).to.have.members(objectsWith(codec, 'type'));
      const layers = parametersOf(codec).filter((one) => typeof one === 'object');
      expect(layers).to.include.members(objectsWith(codec, 'network', 'layer'));
      expect(layers).to.include.members(objectsWith(codec, 'tensor'));
    });

    it(`is kept where nothing is changed in ${codec.type}, example ${i}`, () => {
      const { withInner } = typeOf(codec);
      expect(withInner?.(codec, (inner) => inner) ?? codec).to.deep.equal(codec);
    });
  }

  it('is one kind of cost: an interval, decisions or vectors', () => {
    for (const { type, told, decisions, vectors } of TYPES.map((one) => typeOf(one))) {
      const kinds = [told, decisions, vectors].filter((one) => one !== undefined);
      expect(kinds.length, type).to.be.at.most(1);
    }
  });
});

describe('symbols whose intervals are in memory together', () => {
  const uniform = (size: number): CodecSpec => ({ type: 'uniform', size, precision: 4 });

  it('are those of all codecs inside, so often as they are repeated', () => {
    const repeated: CodecSpec = { type: 'repeat', count: 5, codec: uniform(3) };
    expect(symbolsOf(uniform(3))).to.equal(3);
    expect(symbolsOf(repeated)).to.equal(15);
    const serial: CodecSpec = { type: 'serial', codecs: [uniform(2), repeated] };
    expect(symbolsOf(serial)).to.equal(17);
  });

  it('are latents too', () => {
    const codec = EXAMPLES.find((example) => example.codec.type === 'topDown')?.codec as CodecSpec;
    expect(symbolsOf(codec)).to.equal(5 * 2);
  });
});
