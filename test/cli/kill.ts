/**
 * Kills the program at random moments, 200 times or as often as is said.
 * Usage: npm run kill [-- TIMES [SEED]]
 */
import { join } from 'node:path';
import { killer, killsOf, type Left } from './kills.js';
import { inFolder } from './process.js';

await inFolder(async (folder) => {
  const kill = await killer(join(folder, 'work'));
  const count: Record<Left, number> = { source: 0, result: 0, both: 0 };
  const kills = killsOf(Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 4));
  for (const [i, plan] of kills.entries()) {
    try {
      count[await kill(plan)]++;
      if ((i + 1) % 500 === 0) console.log(`${i + 1} of ${kills.length}`);
    } catch (error) {
      console.error(`kill ${i}: ${JSON.stringify(plan)}`);
      throw error;
    }
  }
  console.log(
    `${kills.length} processes killed. Left, always whole: only the source ${count.source} times, ` +
      `source and result ${count.both} times, only the result ${count.result} times`,
  );
})();
