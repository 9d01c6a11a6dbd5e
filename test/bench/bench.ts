/**
 * Measures rates, speed and memory, as ratios where they can be, and keeps the results in
 * test/bench/results, from which npm run readme fills Markdown files.
 * Usage: npm run bench [-- NAME…]; npm run bench -- formats --only JPEG for some rows alone, which keep their day beside
 * those that stay; or npm run bench -- --peers to see which other compressors are installed,
 * and how to install the others.
 */
import { describePeers } from './describePeers.js';
import { SECTIONS } from './sections.js';

const args = process.argv.slice(2);
const only = args.indexOf('--only');
const [named, rows] = only < 0 ? [args, []] : [args.slice(0, only), args.slice(only + 1)];
if (named.includes('--peers')) {
  console.log(await describePeers());
  process.exit();
}
const unknown = named.filter((name) => !SECTIONS.some((section) => section.name === name));
if (unknown.length > 0) {
  const names = SECTIONS.map(({ name, title }) => `  ${name}: ${title}`).join('\n');
  console.error(`${unknown.join(', ')}: no such section; there are\n${names}`);
  process.exit(1);
}
for (const section of SECTIONS) {
  if (named.length > 0 && !named.includes(section.name)) continue;
  console.log(`${section.name}: ${section.title}`);
  console.log(`${await section.run(rows)}\n`);
}
console.log('kept in test/bench/results; npm run readme shows them');
