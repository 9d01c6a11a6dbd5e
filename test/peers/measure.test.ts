import { expect } from 'chai';
import { installedPeers } from '../../src/peers/measure.js';

describe('compressors that are not installed', () => {
  const { PATH } = process.env;
  afterEach(() => {
    process.env.PATH = PATH;
  });

  it('are none, and leave no timer that holds the process', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    process.env.PATH = '/nowhere';
    // The timer of this test is there once it waits.
    await new Promise(setImmediate);
    const before = timers().length;
    expect(await installedPeers()).to.deep.equal([]);
    expect(timers().length).to.be.at.most(before);
  });
});
