import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { bashCompletion } from '../../src/cli/completion/bash.js';
import { fishCompletion } from '../../src/cli/completion/fish.js';
import { describeProgram } from '../../src/cli/completion/words.js';
import { zshCompletion } from '../../src/cli/completion/zsh.js';
import { createProgram } from '../../src/cli/program.js';
import { craystack, inFolder } from './process.js';
import { HAS_TERMINAL, inTerminal, KEYS } from './terminal.js';

const words = describeProgram(createProgram());

/** What is typed before Tab, and what stands there then. */
const CASES: [typed: string, completed: string][] = [
  ['deco', 'decompress'],
  ['compress --unor', 'compress --unordered'],
  ['compress -m mnist-binary-v', 'compress -m mnist-binary-vae'],
  ['compress --model=fold', 'compress --model=folder'],
  ['compress -o my', 'compress -o my digits'],
  ['compress my', 'compress my digits'],
  ['compress --quiet -- my', 'compress --quiet -- my digits'],
  ['--log-format=j', '--log-format=json'],
  ['completion f', 'completion fish'],
  ['help mod', 'help models'],
];

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** Lays what can be completed, and the script. */
function lay(folder: string, script: string): void {
  writeFileSync(join(folder, 'my digits'), '');
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'script'), script);
}

/** Types each case at a shell's prompt, and has what is completed echoed. */
async function completedIn(shell: string, start: string, folder: string): Promise<string[]> {
  const { shown } = await inTerminal(`PS1='> ' ${shell}`, folder, [
    [/[>$#%] /, `${start}; PS1="READY"\r`],
    ...CASES.flatMap(
      ([typed]) =>
        [
          [/READY(?!")/, `craystack ${typed}${KEYS.tab}`],
          [/./, `${KEYS.home}echo "<" ${KEYS.enter}`],
        ] as [RegExp, string][],
    ),
    [/READY/, `exit${KEYS.enter}`],
  ]);
  return [...shown.matchAll(/[\r\n]< craystack (.*?)\/? *\r/g)].map(([, line]) => line as string);
}

describe('craystack completion', () => {
  it('prints a script for each shell, and nothing else', async () => {
    for (const [shell, script] of [
      ['bash', bashCompletion(words)],
      ['zsh', zshCompletion(words)],
      ['fish', fishCompletion(words)],
    ] as const) {
      const { stdout, stderr, status } = await craystack(['completion', shell]);
      expect({ stdout: stdout.toString(), stderr, status }).to.deep.equal({
        stdout: script,
        stderr: '',
        status: 0,
      });
    }
  });

  it('knows every command and every option', () => {
    const program = createProgram();
    for (const script of [bashCompletion(words), zshCompletion(words), fishCompletion(words)]) {
      for (const command of program.commands) {
        expect(script).to.include(command.name());
        for (const { long } of command.options) expect(script).to.include(long?.slice(2));
      }
    }
  });

  for (const [shell, interactive, script, start] of [
    ['bash', 'bash --norc --noprofile -i', bashCompletion(words), 'source ./script'],
    [
      'zsh',
      'zsh -f -i',
      zshCompletion(words),
      'autoload -U compinit; compinit -u -D; bindkey -e; source ./script',
    ],
  ] as const) {
    const name = `completes commands, options, models and files in ${shell}`;
    if (!HAS_TERMINAL || !has(shell)) {
      it(`${name}: skipped, there is no ${HAS_TERMINAL ? shell : 'script'}`);
      continue;
    }
    it(
      name,
      inFolder(async (folder) => {
        lay(folder, script);
        const lines = await completedIn(interactive, start, folder);
        expect(lines).to.deep.equal(CASES.map(([, completed]) => completed));
      }),
    );
  }

  const name = 'completes commands, options, models and files in fish';
  if (!has('fish')) it(`${name}: skipped, there is no fish`);
  else {
    it(
      name,
      inFolder(async (folder) => {
        lay(folder, fishCompletion(words));
        for (const [typed, completed] of CASES) {
          const script = `source ./script; complete -C ${JSON.stringify(`craystack ${typed}`)}`;
          const { stdout } = spawnSync('fish', ['-c', script], { cwd: folder });
          const found = stdout
            .toString()
            .trimEnd()
            .split('\n')
            .map((line) => line.split('\t')[0]?.replace(/\/$/, ''));
          const word = completed.replace(/^.*?(?=(--model=|my )?\S+$)/, '');
          expect(found, typed).to.deep.equal([word]);
        }
      }),
    );
  }
});
