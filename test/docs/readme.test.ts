import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { craystack, inFolder, PROGRAM, run } from '../cli/process.js';

const text = readFileSync(packageFile('README.md'), 'utf8');

/** The blocks of a language, in order. */
const blocksOf = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, block]) => block as string,
  );

const image = 'fixtures/cifar10/test-20.bin';

/** What may differ from run to run. */
const still = (line: string) => line.replace(/[\d.]+ MB\/s/, 'N MB/s');

describe('the README', () => {
  it(
    'shows what its first command shows, before any table',
    inFolder(async (cwd) => {
      symlinkSync(packageFile('fixtures'), join(cwd, 'fixtures'));
      const [, command] = (blocksOf('sh')[0] as string).trim().split('\n') as [string, string];
      const [npx, name, ...args] = command.split(' ');
      expect([npx, name]).to.deep.equal(['npx', 'craystack']);
      const { stderr, status } = await craystack(args, { cwd });
      expect(status).to.equal(0);
      expect(still(stderr)).to.equal(still(blocksOf('text')[0] as string));
      expect(text.indexOf(command)).to.be.below(text.indexOf('\n|'));
    }),
  );

  it(
    'has commands that a clone can run as they stand',
    inFolder(async (cwd) => {
      symlinkSync(packageFile('fixtures'), join(cwd, 'fixtures'));
      const block = blocksOf('sh').find((one) => one.startsWith('npm i -g .')) as string;
      const lines = block.split('\n').slice(1).join('\n');
      const program = `craystack() { "${process.execPath}" "${PROGRAM[0]}" "$@"; }`;
      const shell = `set -eo pipefail; ${program}; ${lines}`;
      const { status, stderr, stdout } = await run('bash', ['-c', shell], { cwd });
      expect(status, stderr).to.equal(0);
      expect(stdout.toString()).to.match(/^piped\.cray\n {2}data {6}cifar10, 20 items of /);
      const restored = readFileSync(join(cwd, 'images'));
      expect(restored.equals(readFileSync(packageFile(image)))).to.equal(true);
    }),
  );
});
