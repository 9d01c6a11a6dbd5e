import { expect } from 'chai';
import { emptyMessage, seededMessage } from '../../src/ans/message.js';
import { bitSwap, type Layer } from '../../src/codecs/bitSwap.js';
import { topDown } from '../../src/codecs/topDown.js';
import { uniform } from '../../src/codecs/uniform.js';
import { Random } from '../../src/train/random.js';
import { checkCodec, checkExhausted, checkRefusal } from '../laws.js';
import { categorical } from '../reference/categorical.js';
import { cell, normalise, randomRows } from '../reference/chain.js';

const random = new Random(7);
const next = () => random.uint32() / 2 ** 32;

// z3 -> z2 -> z1 -> x, of 3, 2, 4 and 5 values, with the exact posteriors from the bottom up.
const sizes = [5, 4, 2, 3];
const top = randomRows(1, 3, next)[0] as number[];
const down = [1, 2, 3].map((l) => randomRows(sizes[l] as number, sizes[l - 1] as number, next));

/** p(values of layer l), from the top down. */
function marginal(l: number): number[] {
  if (l === 3) return top;
  const above = marginal(l + 1);
  return Array.from({ length: sizes[l] as number }, (_, j) =>
    above.reduce((sum, p, i) => sum + p * cell(down[l] ?? [], i, j), 0),
  );
}

const layers = down.map(
  (rows, l): Layer<number, number> => ({
    likelihood: (above) => categorical(rows[above] as number[]),
    posterior: (below) =>
      categorical(normalise(marginal(l + 1).map((p, i) => p * cell(rows, i, below)))),
  }),
) as [Layer<number, number>, ...Layer<number, number>[]];

describe('bitSwap', () => {
  it('obeys the laws, at the exact evidence where posteriors are exact, for 1 to 3 layers', () => {
    for (const depth of [1, 2, 3]) {
      const some = layers.slice(0, depth) as typeof layers;
      const codec = bitSwap(some, categorical(marginal(depth)));
      marginal(0).forEach((p, x) => {
        checkCodec(codec, x, { bits: -Math.log2(p), margin: 0.0001 });
      });
    }
  });

  it('needs the bits of one layer at the start where the next is paid for, and topDown those of all', () => {
    // Every layer takes 320 bits from the message and gives 320 back to it.
    const n = 10;
    const wide = uniform(n, 32 - 1);
    const layer = { likelihood: () => wide, posterior: () => wide };
    const drawn = (codec: { push(m: ReturnType<typeof seededMessage>, x: Uint32Array): void }) => {
      const message = seededMessage(1, 1);
      codec.push(message, new Uint32Array(n));
      return message.tail.supply?.drawn as number;
    };
    const swapped = drawn(bitSwap([layer, layer, layer, layer], wide));
    const plain = drawn(
      topDown<Uint32Array, Uint32Array>({
        priors: Array.from({ length: 4 }, () => () => wide),
        posteriors: Array.from({ length: 4 }, () => () => wide),
        likelihood: () => wide,
      }),
    );
    expect(swapped).to.be.within(n - 1, n + 1);
    expect(plain).to.be.within(4 * n - 3, 4 * n + 1);
  });

  it('leaves the message as it was when it fails', () => {
    const codec = bitSwap(layers, categorical(top));
    checkRefusal(codec, 5, { code: 'PARAMETERS_INVALID' });
    checkRefusal(codec, 0, { code: 'MESSAGE_EXHAUSTED' }, emptyMessage(1));
    const narrow = { likelihood: () => uniform(1, 2), posterior: () => uniform(1, 4) };
    // The lower layer pops 16 bits and pushes them before the upper one refuses a value.
    const refusing = bitSwap([narrow, narrow], uniform(1, 4));
    let refused = 0;
    for (let x = 0; x < 4; x++) {
      try {
        refusing.push(seededMessage(1, x), Uint32Array.of(x));
      } catch {
        refused++;
        checkRefusal(refusing, Uint32Array.of(x), RangeError, seededMessage(1, x));
      }
    }
    expect(refused).to.equal(3);
    checkExhausted(codec);
  });
});
