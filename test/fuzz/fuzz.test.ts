import { expect } from 'chai';
import { Random } from '../../src/train/random.js';
import { type Base, makeBases } from './bases.js';
import { putTogether, takeApart } from './blocks.js';
import { everyWay, fuzz, oneWay } from './fuzz.js';
import { MUTATIONS } from './mutations.js';

describe('damaged files', () => {
  let bases: Base[];
  before(async () => {
    bases = await makeBases();
  });

  it('are refused with a code or restored exactly in every way, quickly and in little memory', async function () {
    this.timeout(300_000);
    const { outcomes, failures } = await fuzz(bases, 0, 20_000, oneWay);
    expect(failures).to.deep.equal([]);
    for (const code of [
      'CORRUPT',
      'TRUNCATED',
      'TOO_LARGE',
      'UNSUPPORTED',
      'NOT_CRAY',
      'same',
      'some',
    ]) {
      expect(outcomes.get(code), code).to.be.greaterThan(0);
    }
  });

  it('are told from sound ones: the search finds what is wrong', async () => {
    const lying = bases.map((base) => ({
      ...base,
      restored: base.restored.map((byte, i) => (i < base.headBytes ? byte : byte ^ 1)),
    }));
    const { failures } = await fuzz(lying, 0, 200, everyWay);
    expect(failures.join('\n')).to.match(
      /input \d+, \w+ of \w+, \w+: wrong data returned as right/,
    );
  });

  it('are taken apart and put together again', () => {
    for (const { file } of bases) {
      expect(Buffer.compare(putTogether(takeApart(file)), file)).to.equal(0);
    }
  });

  it('differ from the sound file, but for a few, whatever is done to it', () => {
    const [base, other] = bases as [Base, Base];
    for (const [name, mutate] of Object.entries(MUTATIONS)) {
      let changed = 0;
      for (let i = 0; i < 50; i++) {
        const before = base.file.slice();
        const input = mutate(base.file, new Random(i), other.file);
        expect(Buffer.compare(base.file, before), `${name} leaves its input alone`).to.equal(0);
        changed += Number(Buffer.compare(input, base.file) !== 0);
      }
      expect(changed, name).to.be.greaterThan(25);
    }
  });
});
