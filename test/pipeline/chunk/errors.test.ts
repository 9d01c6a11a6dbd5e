import { expect } from 'chai';
import { seededMessage } from '../../../src/ans/message.js';
import { describeError } from '../../../src/cli/problems.js';
import type { Codec } from '../../../src/codecs/codec.js';
import { uniform } from '../../../src/codecs/uniform.js';
import { NO_SIDE } from '../../../src/data/dataset.js';
import { ArgumentError, CrayError, OutsideSupportError } from '../../../src/errors.js';
import { estimate } from '../../../src/eval/estimate.js';
import type { ItemCodec } from '../../../src/model/build.js';
import { decodeItems, encodeItems } from '../../../src/pipeline/chunk/chunks.js';
import { finish } from '../../../src/pipeline/chunk/steps.js';

const settings = { size: 4, width: 1, levels: 256, seed: 3, unordered: false, lanes: 16 };
const piece = { elements: Uint8Array.from({ length: 400 }, (_, i) => i & 15), side: NO_SIDE };

/** A codec whose pushes and pops do this first. */
function codecThat(act: () => void): ItemCodec {
  const group = (n: number): Codec<Uint32Array> => {
    const inner = uniform(4 * n, 4);
    return {
      push(message, symbols) {
        act();
        inner.push(message, symbols);
      },
      pop(message) {
        act();
        return inner.pop(message);
      },
    };
  };
  return {
    levels: 256,
    width: 64,
    givesOnly: true,
    learns: undefined,
    chunkItems: undefined,
    group,
  };
}

/** Errors of the engine that have the class of those of arguments. */
const BUGS: Readonly<Record<string, () => void>> = {
  'a stack that overflows': function overflow() {
    overflow();
    overflow();
  },
  'an array of a length that there is not': () => {
    new Uint8Array(-1);
  },
};

describe('errors of codecs', () => {
  it('that say a value is outside the support have the chunk stored plainly', () => {
    const outside = codecThat(() => {
      throw new OutsideSupportError('x');
    });
    expect(finish(encodeItems(piece, outside, settings)).kind).to.equal('plain');
    expect(
      finish(
        encodeItems(
          piece,
          codecThat(() => {}),
          settings,
        ),
      ).kind,
    ).to.equal('message');
  });

  for (const [what, act] of Object.entries(BUGS)) {
    it(`that are ${what} are no reason to store a chunk plainly`, () => {
      expect(() => finish(encodeItems(piece, codecThat(act), settings))).to.throw(RangeError);
    });

    it(`that are ${what} are not said to be a file's fault`, () => {
      const chunk = finish(
        encodeItems(
          piece,
          codecThat(() => {}),
          settings,
        ),
      );
      const error = (() => {
        try {
          finish(decodeItems(chunk, codecThat(act), settings));
        } catch (thrown) {
          return thrown;
        }
        return undefined;
      })();
      expect(error).to.be.instanceOf(RangeError).and.not.instanceOf(CrayError);
    });

    it(`that are ${what} are no estimate`, () => {
      const { group } = codecThat(act);
      expect(() => estimate(Uint32Array.of(1, 2, 3, 4), 4, group(1), 0))
        .to.throw(RangeError)
        .and.not.instanceOf(CrayError);
    });

    it(`that are ${what} are said to be bugs, and where they are`, () => {
      try {
        act();
      } catch (error) {
        const [code, message] = describeError(new Error('a thread ended: x', { cause: error }));
        expect(code).to.equal('INTERNAL');
        expect(message).to.match(
          /^a thread ended: x \(at .*errors\.test\.ts:\d+:\d+\)?; this is a bug; please report it\)$/,
        );
      }
    });
  }

  it('of arguments are those of usage', () => {
    const wrong = () => uniform(2, 40);
    expect(wrong).to.throw(ArgumentError);
    expect(describeError(new ArgumentError('lanes: x'))).to.deep.equal(['USAGE', 'lanes: x']);
  });

  it('name a value that has no probability', () => {
    const message = seededMessage(1, 0);
    expect(() => uniform(2, 3).push(message, Uint32Array.of(1, 8)))
      .to.throw(OutsideSupportError, 'symbol 1: expected a value in [0, 8), got 8')
      .and.instanceOf(RangeError);
  });
});
