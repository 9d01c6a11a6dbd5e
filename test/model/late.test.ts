import { expect } from 'chai';
import { seededMessage } from '../../src/ans/message.js';
import { CrayError, OutsideSupportError } from '../../src/errors.js';
import { buildCodec } from '../../src/model/build.js';
import type { CodecSpec } from '../../src/model/types/index.js';
import { modelOf } from './exampleModel.js';
import { EXAMPLES } from './examples.js';

/** Values that integers of specs are given, as far as their schema lets them. */
const VALUES = [0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 31, 255, 300];

type Inner = Record<string, unknown>;

/** All specs that differ from one in one of its numbers. */
function* changes(codec: CodecSpec): Generator<[path: string, changed: CodecSpec]> {
  function* visit(value: unknown, path: readonly string[]): Generator<readonly string[]> {
    if (typeof value === 'number') yield path;
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) yield* visit(inner, [...path, key]);
  }
  for (const path of visit(codec, [])) {
    for (const value of [...VALUES, -1, 0.5, 1e300]) {
      const changed = structuredClone(codec);
      const parent = path
        .slice(0, -1)
        .reduce((node, key) => node[key] as Inner, changed as unknown as Inner);
      parent[path.at(-1) as string] = value;
      yield [`${path.join('.')} = ${value}`, changed];
    }
  }
}

function errorOf(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('what a codec refuses', () => {
  for (const { codec, item } of EXAMPLES) {
    it(`of ${codec.type} is an error of the spec, that says where in it, before there are data`, () => {
      for (const [what, changed] of changes(codec)) {
        let push: (() => void) | undefined;
        const early = errorOf(() => {
          const { group } = buildCodec(modelOf(changed, item.length));
          push = () => group(1).push(seededMessage(8, 0), Uint32Array.from(item));
        });
        if (early !== undefined) {
          expect(early, what).to.be.instanceOf(CrayError);
          expect((early as CrayError).message, what).to.match(/^x: codec[.:]/);
          continue;
        }
        const late = errorOf(push as () => void);
        // The item may now have no probability, and what a network says is known when it has been asked.
        if (late === undefined || late instanceof OutsideSupportError) continue;
        expect(late, what).to.be.instanceOf(CrayError).with.property('code', 'PARAMETERS_INVALID');
        expect((late as CrayError).message, what).to.match(/^codec[.:]/);
      }
    });
  }

  it('says where, what was expected and what came', () => {
    const counts = { type: 'poisson', size: 2, max: 255, precision: 4, rates: 9 } as const;
    const layer = { network: 'two', layer: 'out' };
    for (const [codec, message] of [
      [counts, 'codec: expected 1 to 16 symbols at 4 bits, got 256'],
      [
        { type: 'serial', codecs: [{ ...counts, precision: 24, rates: -1 }] },
        'codec.codecs.0: lane 0: expected rates in [1e-50, 1e+100], got -1',
      ],
      [
        {
          type: 'bitsBack',
          lockstep: 64,
          prior: { type: 'uniform', size: 2, precision: 4 },
          likelihood: { ...counts, rates: layer },
          posterior: { type: 'uniform', size: 2, precision: 4 },
        },
        'codec.likelihood: expected 1 to 16 symbols at 4 bits, got 256',
      ],
    ] as const) {
      expect(() => buildCodec(modelOf(codec as CodecSpec, 2)))
        .to.throw(CrayError)
        .with.property('message', `x: ${message}`);
    }
  });
});
