import { expect } from 'chai';
import { evaluate } from '../../src/eval/evaluate.js';
import { failures, parseBaseline, updated } from '../../src/eval/gates.js';
import type { Evaluation } from '../../src/eval/schema.js';
import { smallFile, smallModel } from '../pipeline/small.js';

describe('gates', () => {
  let result: Evaluation;
  before(async () => {
    result = await evaluate('some/file', smallFile(200), () => smallModel());
  });
  const worse = (rate: number, speed: number): Evaluation => ({
    ...result,
    bitsPerDim: { ...result.bitsPerDim, file: result.bitsPerDim.file * rate },
    speed: {
      ...result.speed,
      encodeRatio: result.speed.encodeRatio * speed,
      decodeRatio: result.speed.decodeRatio * speed,
    },
  });

  it('say which figure moved, from what to what', () => {
    const baseline = updated(undefined, [result]);
    const limits = { baseline, tolerance: 0.01, slower: 0.25 };
    expect(failures([worse(1.009, 0.8)], limits)).to.deep.equal([]);
    const lines = failures([worse(1.02, 0.5)], limits);
    expect(lines[0]).to.match(
      /^some\/file, model small: bits\/dim rose from \d\.\d{5} to \d\.\d{5}, by 2 %; tolerated are 1 %$/,
    );
    expect(lines[1]).to.match(/: speed of encoding fell from .* to .*; tolerated are 25 %$/);
    expect(lines[2]).to.match(/: speed of decoding fell from /);
    expect(lines).to.have.length(3);
  });

  it('hold a limit without a baseline, and miss figures that a baseline does not have', () => {
    expect(failures([result], { tolerance: 0, maxBpd: 9 })).to.deep.equal([]);
    expect(failures([result], { tolerance: 0, maxBpd: 0.5 })[0]).to.match(
      /^some\/file, model small: expected at most 0.5 bits\/dim, got \d\.\d{5}$/,
    );
    const baseline = updated(undefined, []);
    expect(failures([result], { tolerance: 0, baseline })[0]).to.match(/has no figures of it/);
  });

  it('are updated in place', () => {
    const first = updated(undefined, [result, { ...result, model: 'other' }]);
    const second = updated(first, [worse(2, 1)]);
    expect(second.entries.map(({ model }) => model)).to.deep.equal(['small', 'other']);
    expect(second.entries[0]?.bitsPerDim).to.equal(2 * result.bitsPerDim.file);
    expect(parseBaseline(JSON.stringify(second), 'b')).to.deep.equal(second);
  });

  for (const [json, message] of [
    ['{', /^b: not JSON: /],
    ['null', /^b: schema: expected "craystack-baseline-1", got none$/],
    ['{"schema":"craystack-eval-1"}', /^b: schema: expected .*, got "craystack-eval-1"$/],
    ['{"schema":"craystack-baseline-1","entries":[{}]}', /^b: entries\.0\.file: /],
  ] as const) {
    it(`refuses ${json} as a baseline`, () => {
      expect(() => parseBaseline(json, 'b'))
        .to.throw(message)
        .with.property('code', 'BASELINE_INVALID');
    });
  }
});
