import { statSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import { ArgumentError, CrayError } from '../errors.js';
import { compressedName, isCompressedName, restoredName } from './names.js';
import { suggestion } from './suggest.js';

/** A stable code and one line. An error without a code is a bug of ours; it is said to be one. */
export function describeError(error: unknown): [code: string, message: string] {
  if (error instanceof CrayError) return [error.code, error.message];
  if (error instanceof CommanderError) {
    return ['USAGE', error.message.replace(/^error: /, '').replace(/\n/g, ' ')];
  }
  if (error instanceof ArgumentError) return ['USAGE', error.message];
  return [
    'INTERNAL',
    `${(error as Error)?.message ?? error} (${origin(error)}this is a bug; please report it)`,
  ];
}

/** Where an error came from: the function and the place that threw it, or its first cause. */
function origin(error: unknown): string {
  let first = error;
  while (first instanceof Error && first.cause !== undefined) first = first.cause;
  const [, at = ''] = /\n\s+at (.*:\d+:\d+)/.exec((first as Error)?.stack ?? '') ?? [];
  const place = at.replace(/(file:\/\/)?\S*\/(?=[^/]*:\d+:\d+)/, '');
  return place === '' ? '' : `at ${place}; `;
}

/** What people try first and commander knows no more of than that it is wrong, said helpfully. */
export function explainUsage(error: unknown, program: Command): unknown {
  if (!(error instanceof CommanderError)) return error;
  const usage = (message: string) => new CrayError('USAGE', message, { cause: error });
  const commands = program.commands.map((command) => command.name());
  switch (error.code) {
    case 'commander.help': {
      const [first, wanted] = program.args;
      if (first === 'help' && wanted !== undefined && wanted !== 'help') {
        return usage(`unknown command '${wanted}' ${suggestion(wanted, commands)}`.trimEnd());
      }
      return usage(`expected a command: ${commands.join(', ')}; craystack --help shows examples`);
    }
    case 'commander.unknownCommand': {
      const [file] = program.args;
      const isFile = file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile();
      return isFile ? usage(commandsFor(file)) : error;
    }
    case 'commander.unknownOption': {
      const option = error.message.match(/'(.*)'/)?.[1]?.replace(/=.*/, '') ?? '';
      const [first = ''] = program.args;
      const before = commandBefore(option, program);
      return before && !commands.includes(first)
        ? usage(`unknown option '${option}' (Did you mean craystack ${before}?)`)
        : error;
    }
  }
  return error;
}

/** Options by which other compressors know what are commands here. */
const COMMAND_OF: Readonly<Record<string, string>> = {
  '-d': 'decompress',
  '-l': 'info',
  '-t': 'test',
  '-z': 'compress',
};

/** How an option is used that came without its command, or that is one. */
function commandBefore(option: string, { commands }: Command): string | undefined {
  const owner = commands.find(({ options }) =>
    options.some(({ short, long }) => option === short || option === long),
  );
  if (owner) return `${owner.name()} ${option}`;
  const names = commands.map((command) => command.name());
  return COMMAND_OF[option] ?? names.find((name) => option === `--${name}`);
}

/** Commands for a file that was named without one. Nothing is done unasked. */
function commandsFor(file: string): string {
  const name = shellWord(file);
  if (!isCompressedName(file)) {
    return `${file} is no command; "craystack compress ${name}" makes ${compressedName(file)} of it`;
  }
  return (
    `${file} is no command; "craystack decompress ${name}" restores ${restoredName(file)}, ` +
    `"craystack info ${name}" says what is in it`
  );
}

/** A name as it must be typed. */
function shellWord(name: string): string {
  const dashed = name.startsWith('-') ? `./${name}` : name;
  return /^[\w./,:@%+=~-]+$/.test(dashed) ? dashed : `'${dashed.replaceAll("'", "'\\''")}'`;
}
