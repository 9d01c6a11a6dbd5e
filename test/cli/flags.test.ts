import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { flagsApart } from '../../src/cli/flags.js';
import { createProgram } from '../../src/cli/program.js';
import { expectSilence } from './outcome.js';
import { craystack, inFolder } from './process.js';

const program = createProgram();
const apart = (line: string) => flagsApart(line.split(' '), program).join(' ');

describe('flags that are written together', () => {
  it('are those of the program and of the command in any order', () => {
    for (const [line, expected] of [
      ['compress -fq x', 'compress -f -q x'],
      ['compress -qf x', 'compress -q -f x'],
      ['-qv compress -kfv x', '-q -v compress -k -f -v x'],
      ['decompress -fNq x', 'decompress -f -N -q x'],
      ['compress -hq', 'compress -h -q'],
      ['compress -qT1 x', 'compress -q -T1 x'],
      ['compress -fqT 1 -qo y x', 'compress -f -q -T 1 -q -o y x'],
      ['concat -qcf a b', 'concat -q -c -f a b'],
    ] as const) {
      expect(apart(line), line).to.equal(expected);
    }
  });

  it('are none where they are a value, a name, or of another command', () => {
    for (const line of [
      'compress -o -fq x',
      'compress -m -qf x',
      'compress --comment -fq x',
      'compress -- -fq',
      'compress -fz x',
      'info -fq x',
      'decompress --items -5: x',
      '--log-format -qv info',
    ]) {
      expect(apart(line), line).to.equal(line);
    }
  });

  it('are of every command whose flags are short', () => {
    for (const command of program.commands) {
      const own = command.options.filter(({ short, required }) => short && !required);
      for (const { short } of own) {
        expect(apart(`${command.name()} ${short}q`)).to.equal(`${command.name()} ${short} -q`);
        expect(apart(`${command.name()} -q${short?.[1]}`)).to.equal(
          `${command.name()} -q ${short}`,
        );
      }
    }
  });

  it(
    'do what they do apart',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), 'text');
      writeFileSync(join(folder, 'd.cray'), 'in the way');
      expectSilence(await craystack(['compress', '-fkq', 'd'], { cwd: folder }));
      expectSilence(await craystack(['decompress', '-fNq', 'd.cray'], { cwd: folder }));
    }),
  );
});
