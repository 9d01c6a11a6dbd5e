import { expect } from 'chai';
import { evaluate } from '../../src/eval/evaluate.js';
import { parseBaseline, updated, verdicts } from '../../src/eval/gates.js';
import type { Evaluation } from '../../src/eval/schema.js';
import { smallFile, smallModel } from '../pipeline/small.js';

const linesOf = (passed: boolean, ...args: Parameters<typeof verdicts>) =>
  verdicts(...args)
    .filter((verdict) => verdict.passed === passed)
    .map(({ text }) => text);
const failures = (...args: Parameters<typeof verdicts>) => linesOf(false, ...args);
const passes = (...args: Parameters<typeof verdicts>) => linesOf(true, ...args);

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

  it('that pass say how far they are from their limits', () => {
    const rate = result.bitsPerDim.file;
    const [least] = passes([result], { tolerance: 0, maxBpd: 2 * rate });
    expect(least).to.equal(
      `some/file, model small: ${rate.toFixed(5)} bits/dim, 50 % below the limit of ${2 * rate}`,
    );
    const baseline = updated(undefined, [result]);
    const limits = { baseline, tolerance: 0.01, slower: 0.25 };
    const lines = passes([worse(1.005, 0.8)], limits);
    expect(lines[0]).to.equal(
      `some/file, model small: ${(1.005 * rate).toFixed(5)} bits/dim, 0.5 % above that of the baseline, ` +
        `${rate.toFixed(5)}; tolerated are 1 % more`,
    );
    // The baseline has fewer digits.
    const was = baseline.entries[0]?.encodeRatio as number;
    const by = Number((100 * (1 - (0.8 * result.speed.encodeRatio) / was)).toPrecision(3));
    expect(lines[1]).to.match(
      /: speed of encoding \S+ of the calibration's, \S+ % below that of the baseline, \S+; tolerated are 25 % less$/,
    );
    expect(lines[1]).to.include(`, ${by} % below that`);
    expect(passes([result], limits)[0]).to.match(/bits\/dim, the same as that of the baseline, /);
    expect(lines).to.have.length(3);
  });

  it('say where a baseline has figures of a model of another name', () => {
    const rate = result.bitsPerDim.file.toFixed(5);
    const before = updated(undefined, [{ ...result, model: 'tiny', file: 'file' }]);
    expect(failures([result], { tolerance: 0, baseline: before })).to.deep.equal([
      `some/file, model small: the baseline has no figures of this model, but of tiny (${rate} bits/dim): ` +
        `if that is its name of before, --update-baseline puts in the new one, with ${rate} bits/dim`,
    ]);
    const both = [result, { ...result, model: 'tiny' }];
    expect(failures(both, { tolerance: 0, baseline: before })[0]).to.match(/has no figures of it;/);
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
