import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { type CodecEntry, checkCodecs } from './codecs.js';
import { checkGolden, type Golden } from './parity.js';

const PART = packageFile('fixtures/golden/craystack-python-part.json');
const MULTISETS = packageFile('fixtures/golden/craystack-python-multisets.json');
const CODECS = packageFile('fixtures/golden/craystack-python-codecs.json');
const WHOLE = packageFile('../shared/golden/craystack-python.json');

describe('parity with the Python craystack', () => {
  check('the part in fixtures', PART);
  check('multisets in fixtures', MULTISETS);
  check('its codecs in fixtures', CODECS);
  if (existsSync(WHOLE)) check('the whole file', WHOLE);
  else it('the whole file: skipped, ../shared is not there');

  it('finds a difference', () => {
    const golden = read(PART);
    const [entry] = golden.engine ?? [];
    const words = entry?.words.map((word, i) => (i === 2 ? word ^ 1 : word)) ?? [];
    const [outcome] = checkGolden({ engine: [{ ...entry, words } as never] });
    expect(outcome?.differences[0]).to.match(/^words: expected \d+ at 2, got \d+$/);
  });

  describe('of codecs', () => {
    const entries = read(CODECS).codecs ?? [];
    const named = (name: string) => entries.find((e) => e.name === name) as CodecEntry;
    /** The entry with the interval of lane 0 moved up by `units`. */
    const moved = (name: string, units: number): CodecEntry => {
      const { after, lanes, ...rest } = named(name);
      return {
        ...rest,
        lanes,
        after: after.map((word, i) => (i === lanes ? word + units : word)),
      };
    };

    it('has no difference at all where the intervals are integers', () => {
      expect(checkCodecs(entries).filter((o) => o.differences.length + o.near.length > 0)).to.be
        .empty;
      const [outcome] = checkCodecs([moved('Categorical', 1)]);
      expect(outcome?.differences[0]).to.match(/^after: expected \d+ at 16, got \d+$/);
    });

    it('allows a unit, in less than 1 % of the intervals, where they come from floats', () => {
      const entry = named('DiagGaussian_GaussianBins');
      const others = Array<CodecEntry>(7).fill(entry);
      const [near] = checkCodecs([moved('DiagGaussian_GaussianBins', 1), ...others]);
      expect(near).to.deep.include({ differences: [], near: [0] });
      const [frequent] = checkCodecs([moved('DiagGaussian_GaussianBins', 1)]);
      expect(frequent?.differences).to.deep.equal(['1 of 16 intervals differ by a unit']);
      const [far] = checkCodecs([moved('DiagGaussian_GaussianBins', 3), ...others]);
      expect(far?.differences).to.deep.equal(['lane 0: the interval differs by more than a unit']);
    });
  });
});

function check(title: string, file: string): void {
  it(`${title}: every entry is identical`, () => {
    const outcomes = checkGolden(read(file));
    expect(outcomes.length).to.be.greaterThan(2);
    for (const { name, differences } of outcomes) expect(differences, name).to.deep.equal([]);
  });
}

function read(file: string): Golden {
  return JSON.parse(readFileSync(file, 'utf8')) as Golden;
}
