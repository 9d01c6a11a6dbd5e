import { join } from 'node:path';
import { expect } from 'chai';
import { killer, killsOf } from './kills.js';
import { inFolder } from './process.js';

/** Of the 200, so many for the suite: each way to kill is among them. */
const KILLS_HERE = killsOf(200).slice(0, 24);

describe('a killed process', () => {
  it(
    `leaves the source or the complete result, whenever it is killed: ${KILLS_HERE.length} of 200 kills`,
    inFolder(async (folder) => {
      const kill = await killer(join(folder, 'work'));
      // Each kill is checked in itself: what it leaves is its own moment's matter.
      for (const plan of KILLS_HERE) await kill(plan);
      const ways = KILLS_HERE.map(({ command, rm, signal }) => `${command} ${rm} ${signal}`);
      expect(new Set(ways).size).to.equal(8);
    }),
  ).timeout(300_000);
});
