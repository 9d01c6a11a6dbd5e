import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../../src/ans/flatten.js';
import type { Message } from '../../../src/ans/message.js';
import { bernoulliLogits } from '../../../src/codecs/bernoulli.js';
import {
  type NeighbourhoodModel,
  neighbourhood,
} from '../../../src/codecs/neighbourhood/neighbourhood.js';
import { Network } from '../../../src/networks/network.js';
import { type Tap, tapsOf } from '../../../src/networks/window.js';
import { Random } from '../../../src/train/random.js';
import { checkCodec, checkExhausted, checkLaws, checkRefusal, fullMessage } from '../../laws.js';

/** A model of bits: two features a level, and a random network of one layer for each pass. */
function make(
  shape: Pick<NeighbourhoodModel, 'height' | 'width' | 'channels' | 'skew'>,
  passes: readonly (readonly number[])[],
  {
    position = true,
    batch = 5,
    tally,
  }: { position?: boolean; batch?: number; tally?: { except: number } | undefined } = {},
): NeighbourhoodModel {
  const { height, width, channels, skew } = shape;
  const random = new Random(3);
  const all = Array.from({ length: channels }, (_, c) => c);
  const known: number[] = [];
  return {
    ...shape,
    embedding: Float32Array.of(-1, 0.5, 2, 0.25),
    features: 2,
    edge: Float32Array.of(0.125, -3),
    position,
    tally,
    passes: passes.map((own) => {
      const seen = all.filter((c) => own.includes(c) || known.includes(c));
      const right = skew === undefined ? 2 : skew - 1;
      const taps = [
        ...tapsOf({ up: 2, down: 1, left: 2, right: Math.min(2, right), channels: seen }, known),
        [-1, 0, own[0]] as unknown as Tap,
      ];
      known.push(...own);
      const inputs = 2 * taps.length + (position ? height + width : 0) + (tally ? 2 : 0);
      const network = new Network(
        [
          {
            name: 'logits',
            inputs,
            outputs: own.length,
            weight: random.normals(inputs * own.length).map((v) => 0.5 * v),
            bias: random.normals(own.length),
            activation: 'identity',
          },
        ],
        inputs,
        new Set(['logits']),
        batch,
      );
      return {
        channels: own,
        taps,
        codec: (rows) => bernoulliLogits(network.evaluate(rows).get('logits') as Float32Array, 16),
      };
    }),
  };
}

/** What one site sees, looked up tap by tap; what is not known is NaN. */
function seen(
  model: NeighbourhoodModel,
  taps: readonly Tap[],
  counts: readonly number[],
  known: readonly (number | undefined)[],
  [item, y, x]: readonly [number, number, number],
): Float32Array {
  const { height, width, channels, features, embedding, edge, position, tally } = model;
  const numbers = taps.flatMap(([dy, dx, c]) => {
    const inside = y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width;
    if (!inside) return [...edge];
    const level = known[((item * height + y + dy) * width + x + dx) * channels + c];
    const from = (level ?? Number.NaN) * features;
    return Array.from({ length: features }, (_, f) => embedding[from + f] ?? Number.NaN);
  });
  const blank = numbers.every((value, i) => value === edge[i % features]);
  const hot = (n: number, one: number) => Array.from({ length: n }, (_, i) => Number(i === one));
  return Float32Array.from([
    ...numbers,
    ...(position ? [...hot(height, y), ...hot(width, x)] : []),
    ...(tally ? counts.map((n, level) => (level === tally.except || blank ? 0 : n / (n + 1))) : []),
  ]);
}

/** Sites one at a time, in the order that the documentation gives, each by a call of its own. */
function plainPush(
  model: NeighbourhoodModel,
  items: number,
  message: Message,
  symbols: Uint32Array,
): void {
  const { height, width, channels, skew } = model;
  const sites = Array.from({ length: items * height * width }, (_, i) => {
    const y = Math.floor((i % (height * width)) / width);
    const x = i % width;
    return { i, item: Math.floor(i / (height * width)), y, x, wave: x + (skew ?? width) * y };
  }).sort((a, b) => a.wave - b.wave || a.i - b.i);
  const known = new Array<number | undefined>(symbols.length).fill(undefined);
  const pushes: (() => void)[] = [];
  for (const { channels: own, taps, codec } of model.passes) {
    const earlier = (item: number, wave: number) =>
      sites
        .filter((site) => site.item === item && site.wave < wave)
        .flatMap((site) => own.map((c) => symbols[site.i * channels + c]));
    for (const { i, item, y, x, wave } of sites) {
      const value = Uint32Array.from(own, (c) => symbols[i * channels + c] as number);
      const before = earlier(item, wave);
      const counts = [0, 1].map((level) => before.filter((l) => l === level).length);
      const row = seen(model, taps, counts, known, [item, y, x]);
      pushes.push(() => codec(row, 1).push(message, value));
      own.forEach((c, k) => {
        known[i * channels + c] = value[k];
      });
    }
  }
  for (const push of pushes.reverse()) push();
}

const shapes = fc.record({
  height: fc.integer({ min: 1, max: 5 }),
  width: fc.integer({ min: 1, max: 6 }),
  skew: fc.constantFrom(undefined, 1, 2, 3, 7),
  items: fc.integer({ min: 1, max: 4 }),
  passes: fc.constantFrom([[0]], [[0, 1]], [[1], [0]], [[2], [0, 1]]),
  position: fc.boolean(),
  tally: fc.constantFrom(undefined, { except: 0 }, { except: 0.5 }),
  seed: fc.integer(),
});

const bitsOf = (n: number, seed: number) => {
  const random = new Random(seed);
  return Uint32Array.from({ length: n }, () => random.uint32() & 1);
};

describe('neighbourhood', () => {
  it('gives the same bytes in plain order, in lockstep and in waves, whatever the batch', () => {
    fc.assert(
      fc.property(shapes, ({ items, passes, position, tally, seed, ...rest }) => {
        const shape = { ...rest, channels: passes.flat().length };
        const symbols = bitsOf(items * shape.height * shape.width * shape.channels, seed);
        const plain = fullMessage(1, 7);
        plainPush(make(shape, passes, { position, tally }), items, plain, symbols);
        for (const batch of [1, 64]) {
          const message = fullMessage(1, 7);
          const codec = neighbourhood(make(shape, passes, { position, tally, batch }))(items);
          codec.push(message, symbols);
          expect(flatten(message)).to.deep.equal(flatten(plain));
          expect(codec.pop(message)).to.deep.equal(symbols);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('obeys the laws, on fewer lanes than sites and on more', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.constantFrom(1, 3, 64),
        ({ items, passes, position, tally, seed, ...rest }, lanes) => {
          const shape = { ...rest, channels: passes.flat().length };
          const symbols = bitsOf(items * shape.height * shape.width * shape.channels, seed);
          const model = make(shape, passes, { position, tally });
          checkLaws(neighbourhood(model)(items), symbols, lanes);
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it('costs what the codecs of its sites say', () => {
    const model = {
      ...make({ height: 2, width: 3, channels: 1 }, [[0]]),
      // A bit is the one on its left with probability 3/4, and 1 at the edge.
      features: 1,
      embedding: Float32Array.of(-Math.log(3), Math.log(3)),
      edge: Float32Array.of(Math.log(3)),
      position: false,
      passes: [
        {
          channels: [0],
          taps: [[0, -1, 0]] as const,
          codec: (rows: Float32Array) => bernoulliLogits(rows.slice(), 20),
        },
      ],
    };
    const log = (p: number) => -Math.log2(p);
    checkCodec(neighbourhood(model)(1), Uint32Array.of(1, 1, 0, 0, 0, 1), {
      bits: 3 * log(3 / 4) + 3 * log(1 / 4),
    });
  });

  it('refuses taps that are not known when a site is coded', () => {
    const codec = () => bernoulliLogits(new Float32Array(1), 16);
    const of = (taps: readonly Tap[], skew?: number) => () =>
      neighbourhood({
        ...make({ height: 4, width: 4, channels: 2, skew }, [[0], [1]]),
        passes: [
          { channels: [0], taps, codec },
          { channels: [1], taps: [[2, 2, 0]], codec },
        ],
      });
    expect(of([[0, -1, 0]])).to.not.throw();
    expect(of([[-1, 2, 0]])).to.not.throw();
    expect(of([[-1, 2, 0]], 3)).to.not.throw();
    for (const [tap, skew] of [
      [[0, 0, 0]],
      [[0, 1, 0]],
      [[1, -3, 0]],
      [[-1, 2, 0], 2],
      [[-1, 0, 1]],
    ] as [Tap, number?][]) {
      expect(of([tap], skew), `${tap} ${skew}`).to.throw(RangeError, 'pass 0: channel');
    }
  });

  it('refuses passes that leave out a channel or have one twice, and a skew that is none', () => {
    const shape = { height: 2, width: 2, channels: 2 };
    const model = make(shape, [[0], [1]]);
    const [first, second] = model.passes as [(typeof model.passes)[0], (typeof model.passes)[0]];
    for (const passes of [[first], [first, first], [first, second, second]]) {
      expect(() => neighbourhood({ ...model, passes })).to.throw(RangeError, 'channels once');
    }
    for (const skew of [0, 1.5, Number.NaN]) {
      const bare = { ...model, skew, passes: model.passes.map((p) => ({ ...p, taps: [] })) };
      expect(() => neighbourhood(bare)).to.throw(RangeError, 'skew');
    }
  });

  it('refuses levels that there are not and images of another size, and leaves messages alone', () => {
    const codec = neighbourhood(make({ height: 2, width: 2, channels: 1 }, [[0]]))(2);
    checkRefusal(codec, Uint32Array.of(0, 1, 0, 1, 2, 0, 0, 0), RangeError);
    checkRefusal(codec, new Uint32Array(7), RangeError);
    checkExhausted(neighbourhood(make({ height: 9, width: 9, channels: 1 }, [[0]]))(2));
  });
});
