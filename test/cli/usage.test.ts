import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { modelNames } from '../../src/model/model.js';
import { expectError } from './outcome.js';
import { craystack, inFolder } from './process.js';

const FILES = ['digits', 'd.cray', "it's", '-x.cray', '.cray'];

/** What is typed, and what is said of it. */
const CASES: [string[], string][] = [
  [
    [],
    'expected a command: compress, decompress, test, concat, info, eval, inspect, init, train, report, models, completion; ' +
      'craystack --help shows examples',
  ],
  [['digits'], 'digits is no command; "craystack compress digits" makes digits.cray of it'],
  [
    ['d.cray'],
    'd.cray is no command; "craystack decompress d.cray" restores d, "craystack info d.cray" ' +
      'says what is in it',
  ],
  [["it's"], `it's is no command; "craystack compress 'it'\\''s'" makes it's.cray of it`],
  [['.cray'], '.cray is no command; "craystack compress .cray" makes .cray.cray of it'],
  [['compres', 'digits'], "unknown command 'compres' (Did you mean compress?)"],
  [['zzz'], "unknown command 'zzz'"],
  [['help', 'zzz'], "unknown command 'zzz'"],
  [['help', 'compres'], "unknown command 'compres' (Did you mean compress?)"],
  [['compress', 'digits', '-qZf'], "unknown option '-Zf'"],
  [['compress', 'digits', '--lanse', '4'], "unknown option '--lanse' (Did you mean --lanes?)"],
  [['-m', 'x', 'digits'], "unknown option '-m' (Did you mean craystack compress -m?)"],
  [['-d', 'd.cray'], "unknown option '-d' (Did you mean craystack decompress?)"],
  [['--info', 'd.cray'], "unknown option '--info' (Did you mean craystack info?)"],
  [
    ['compress', 'digits', '--lanes', '0'],
    "option '--lanes <n>' argument '0' is invalid. expected an integer from 1 to 4096.",
  ],
  [
    ['info', 'd.cray', '--log-format', 'xml'],
    "option '--log-format <format>' argument 'xml' is invalid. Allowed choices are text, json.",
  ],
  [
    ['completion', 'tcsh'],
    "command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.",
  ],
  [['models', 'x'], "too many arguments for 'models'. Expected 0 arguments but got 1."],
  [['decompress', 'd.cray', '-c', '-o', 'x'], '-c and -o exclude each other'],
  [
    ['decompress', 'digits'],
    'digits: does not end in .cray, so name the output with -o FILE, or -c for stdout',
  ],
  [['compress', 'a', 'b', '-o', 'x'], '-c and -o take one file, got 2'],
  [
    ['compress', '--unordered', 'digits'],
    'digits: unordered: the models that fit u8 items of 1 learn from item to item, in order: arrays, bytes, numbers',
  ],
  [['compress', ''], "IO: '': no such file or directory"],
  [['compress', '--rm', '-c', 'digits'], '--rm goes from files to files, not from or to a pipe'],
  [['compress', '--rm', '-k', 'digits'], "option '--rm' cannot be used with option '-k, --keep'"],
];

describe('a command line that makes no sense', () => {
  it(
    'is answered with one line that helps, and nothing is written',
    inFolder(async (folder) => {
      for (const name of FILES) writeFileSync(join(folder, name), 'x');
      for (const [args, message] of CASES) {
        const outcome = await craystack(args, { cwd: folder });
        const line = message.startsWith('IO: ') ? message : `USAGE: ${message}`;
        expectError(outcome, `craystack: ${line}`, folder, FILES);
      }
    }),
  );

  it(
    'names the model that may be meant, or all there are',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), 'x');
      for (const [name, help] of [
        ['mnist-binary-vea', '(Did you mean mnist-binary-vae?)'],
        ['nope', `(there are ${modelNames().join(', ')})`],
      ] as const) {
        const outcome = await craystack(['compress', 'd', '-m', name], { cwd: folder });
        const [, where = ''] = /looked for (\S+),/.exec(outcome.stderr) ?? [];
        expect(where.endsWith(join('models', name))).to.equal(true);
        const line =
          `craystack: MODEL_NOT_FOUND: ${name}: no such model: looked for ${where}, a file and a ` +
          `folder ${help}`;
        expectError(outcome, line, folder, ['d']);
      }
    }),
  );
});
