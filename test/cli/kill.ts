/** Kills the program 200 times at random moments. Usage: npm run kill */
import { join } from 'node:path';
import { KILLS, killer, type Left } from './kills.js';
import { inFolder } from './process.js';

await inFolder(async (folder) => {
  const kill = await killer(join(folder, 'work'));
  const count: Record<Left, number> = { source: 0, result: 0, both: 0 };
  for (const [i, plan] of KILLS.entries()) {
    try {
      count[await kill(plan)]++;
    } catch (error) {
      console.error(`kill ${i}: ${JSON.stringify(plan)}`);
      throw error;
    }
  }
  console.log(
    `${KILLS.length} processes killed. Left, always whole: only the source ${count.source} times, ` +
      `source and result ${count.both} times, only the result ${count.result} times`,
  );
})();
