import { join } from 'node:path';
import { KILLS, killer, type Left } from './kills.js';
import { inFolder } from './process.js';

/** Time for this in the suite; npm run kill carries out all 200. */
const MILLISECONDS = 30_000;

describe('a killed process', () => {
  it(
    'leaves the source or the complete result, whenever it is killed',
    inFolder(async (folder) => {
      const kill = await killer(join(folder, 'work'));
      const left: Left[] = [];
      for (const start = performance.now(); performance.now() - start < MILLISECONDS; ) {
        const plan = KILLS[left.length];
        if (!plan) break;
        left.push(await kill(plan));
      }
      console.log(`      ${left.length} of ${KILLS.length} kills; all of them by npm run kill`);
    }),
  ).timeout(4 * MILLISECONDS);
});
