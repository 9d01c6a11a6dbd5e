/** Writes man/craystack.1 from the tree of commands. Usage: npm run man */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { manPage } from '../../src/cli/manPage.js';
import { createProgram } from '../../src/cli/program.js';
import { packageFile } from '../../src/package.js';

export const MAN_FILE = packageFile('man/craystack.1');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync(dirname(MAN_FILE), { recursive: true });
  writeFileSync(MAN_FILE, manPage(createProgram()));
}
