import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { checkGolden, type Golden } from './parity.js';

const PART = packageFile('fixtures/golden/craystack-python-part.json');
const MULTISETS = packageFile('fixtures/golden/craystack-python-multisets.json');
const WHOLE = packageFile('../shared/golden/craystack-python.json');

describe('parity with the Python craystack', () => {
  check('the part in fixtures', PART);
  check('multisets in fixtures', MULTISETS);
  if (existsSync(WHOLE)) check('the whole file', WHOLE);
  else it('the whole file: skipped, ../shared is not there');

  it('finds a difference', () => {
    const golden = read(PART);
    const [entry] = golden.engine ?? [];
    const words = entry?.words.map((word, i) => (i === 2 ? word ^ 1 : word)) ?? [];
    const [outcome] = checkGolden({ engine: [{ ...entry, words } as never] });
    expect(outcome?.differences[0]).to.match(/^words: expected \d+ at 2, got \d+$/);
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
