import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { flatten } from '../../src/ans/flatten.js';
import { CrayError } from '../../src/errors.js';
import { estimate } from '../../src/eval/estimate.js';
import { refinedModel } from '../../src/eval/refine.js';
import { buildCodec } from '../../src/model/build.js';
import { type CodecSpec, TYPES } from '../../src/model/types/index.js';
import { packageFile } from '../../src/package.js';
import { checkCodec, checkLaws, fullMessage } from '../laws.js';
import { modelOf } from './exampleModel.js';
import { CHOOSING, EXAMPLES } from './examples.js';

describe('the types of codecs', () => {
  it('have a file or a folder of their name each', () => {
    const files = readdirSync(packageFile('src/model/types'))
      .map((name) => name.replace(/\.ts$/, ''))
      .filter((name) => name !== 'index' && name !== 'distributions');
    expect(files.sort()).to.deep.equal(TYPES.map(({ type }) => type).sort());
  });
});

describe('codecs of specs', () => {
  it('have an example of every type', () => {
    const shown = new Set<string>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const { type } = value as { type?: unknown };
      if (typeof type === 'string') shown.add(type);
      Object.values(value).forEach(visit);
    };
    visit([...EXAMPLES, ...CHOOSING]);
    expect([...shown].sort()).to.deep.equal(TYPES.map(({ type }) => type).sort());
  });

  for (const { codec, item, bits, margin } of EXAMPLES) {
    it(`${codec.type} obeys the laws${bits === undefined ? '' : ' and costs what it should'}`, () => {
      const { group } = buildCodec(modelOf(codec, item.length));
      const one = Uint32Array.from(item);
      if (bits === undefined) checkLaws(group(1), one);
      else
        checkCodec(group(1), one, { bits, lanes: 4, ...(margin === undefined ? {} : { margin }) });
      // Several items at once, on fewer lanes than symbols as well.
      const many = Uint32Array.from([...item, ...item, ...item, ...item, ...item]);
      for (const lanes of [1, 3, 8]) checkLaws(group(5), many, lanes);
    });
  }

  for (const { codec, item } of CHOOSING) {
    it(`${codec.type} restores a value and the message`, () => {
      const { group } = buildCodec(modelOf(codec, item.length));
      for (const lanes of [1, 3, 8]) {
        const message = fullMessage(lanes, 1);
        const before = flatten(message);
        group(1).push(message, Uint32Array.from(item));
        expect(group(1).pop(message)).to.deep.equal(Uint32Array.from(item));
        expect(flatten(message)).to.deep.equal(before);
      }
    });
  }

  for (const { codec, item, bits, margin = 0.001 } of EXAMPLES) {
    it(`${codec.type} can be had with finer intervals, at the same cost`, () => {
      const { group, learns } = buildCodec(refinedModel(modelOf(codec, item.length)));
      if (learns) return;
      const cost = estimate(Uint32Array.from(item), item.length, group(1), 0).bits[0];
      expect(cost).to.be.above(-64);
      if (bits !== undefined) expect(cost).to.be.closeTo(bits, margin * bits + 0.001);
    });
  }

  const bad: [string, CodecSpec, number, string][] = [
    [
      'a network that reads ahead',
      {
        type: 'autoregressive',
        codec: {
          type: 'bernoulliLogits',
          size: 3,
          precision: 20,
          logits: { network: 'ahead', layer: 'logits' },
        },
      },
      3,
      'codec.codec.logits.layer: output 1 reads symbol 1, which is decoded after it or with it',
    ],
    [
      'a network where there is nothing to read',
      { type: 'bernoulliLogits', size: 2, precision: 20, logits: { network: 'two', layer: 'out' } },
      2,
      'codec.logits.network: there is nothing here that a network could read',
    ],
    [
      'a series of a codec for items of one size',
      { type: 'series', length: 3, codec: { type: 'uniform', size: 4, precision: 1 } },
      2,
      'codec.codec: codes 4 symbols, expected 6 for 3 items',
    ],
    [
      'a series of a codec that learns',
      { type: 'series', length: 3, codec: { type: 'adaptivePrediction' } },
      2,
      'codec.codec: expected a codec that does not learn',
    ],
    [
      'a table of another size',
      {
        type: 'categoricalWeights',
        size: 3,
        symbols: 2,
        precision: 9,
        weights: { tensor: 'table' },
      },
      3,
      'codec.weights.tensor: expected 2 or 6 numbers, got 4',
    ],
    [
      'a table that is not there',
      { type: 'poisson', size: 1, max: 9, precision: 9, rates: { tensor: 'x' } },
      1,
      'codec.rates.tensor: the weights have no tensor x',
    ],
    [
      'lanes that nobody sees to',
      {
        type: 'parallel',
        parts: [{ lanes: 1, codec: { type: 'uniform', size: 1, precision: 1 } }],
      },
      1,
      'codec: expected to be inside a codec of type resized',
    ],
    [
      'fewer codecs than values',
      {
        type: 'dependent',
        first: { type: 'uniform', size: 1, precision: 2 },
        next: [{ type: 'uniform', size: 1, precision: 1 }],
      },
      2,
      'codec.next: expected 4 codecs, one for each value of the first symbol, got 1',
    ],
    [
      'half a number of two words',
      { type: 'benford64', size: 3 },
      3,
      'codec.size: expected a multiple of 2, got 3',
    ],
    [
      'another size than the data have',
      { type: 'uniform', size: 3, precision: 2 },
      4,
      'codec: codes items of 3 symbols, expected 4 as the data has',
    ],
  ];
  for (const [title, codec, size, message] of bad) {
    it(`refuse ${title}`, () => {
      expect(() => buildCodec(modelOf(codec, size)))
        .to.throw(CrayError, message)
        .with.property('code', 'SPEC_INVALID');
    });
  }

  it('refuse pieces without order that are not sorted', () => {
    const codec: CodecSpec = {
      type: 'multiset',
      count: 2,
      codec: { type: 'uniform', size: 1, precision: 4 },
    };
    const { group } = buildCodec(modelOf(codec, 2));
    expect(() => checkLaws(group(1), Uint32Array.of(2, 1))).to.throw(RangeError, 'piece 1');
  });
});
