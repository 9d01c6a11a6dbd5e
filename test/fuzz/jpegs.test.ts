import { expect } from 'chai';
import { openDataset } from '../../src/data/open.js';
import { fuzzJpegs, type JpegBase, makeJpegInput, makeJpegs } from './jpegs.js';

describe('damaged JPEG files', () => {
  let bases: JpegBase[];
  before(async () => {
    bases = await makeJpegs();
  });

  it('come back, all of them, quickly and in little memory', async function () {
    this.timeout(60_000);
    const { outcomes, failures } = await fuzzJpegs(bases, 0, 5000);
    expect(failures).to.deep.equal([]);
    for (const outcome of ['jpeg', 'bytes']) {
      expect(outcomes.get(outcome), outcome).to.be.greaterThan(500);
    }
  });

  it('are made of sound ones that are small, and differ from them but for a few', async () => {
    for (const { name, file } of bases) {
      expect(file.length, name).to.be.within(200, 2500);
      expect((await openDataset([file])).format, name).to.equal('jpeg');
    }
    let changed = 0;
    for (let i = 0; i < 500; i++) {
      const { base, file } = makeJpegInput(bases, i);
      const sound = bases.find(({ name }) => name === base) as JpegBase;
      changed += Number(Buffer.compare(sound.file, file) !== 0);
    }
    expect(changed).to.be.greaterThan(450);
  });
});
