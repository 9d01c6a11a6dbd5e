import { type Command, Help, type HelpConfiguration } from 'commander';

/** A command line to copy, and what it does. */
export type Example = readonly [line: string, says: string];

const examples = new WeakMap<Command, readonly Example[]>();

/** Gives a command examples, which its help shows first, and the man page has too. */
export function withExamples(command: Command, ...some: Example[]): Command {
  examples.set(command, some);
  return command;
}

export function examplesOf(command: Command): readonly Example[] {
  return examples.get(command) ?? [];
}

/** Headings of options in the help, beside "Options:". */
export const GROUPS = { files: 'Files:', reading: 'Reading:', tuning: 'Tuning:' } as const;

/** Columns that what an option does is to have beside its name; with fewer it is below. */
const LEAST_COLUMNS = 30;
const BELOW = 6;

/** Help with the examples before the options. */
export const HELP: HelpConfiguration = {
  showGlobalOptions: true,
  minWidthToWrap: 20,
  subcommandTerm: (command) => command.name(),
  commandDescription(command) {
    const text = this.boxWrap?.(command.description(), this.helpWidth ?? 80) ?? '';
    const lines = exampleLines(command);
    return lines.length > 0 ? [text, '', 'Examples:', ...lines].join('\n') : text;
  },
  formatItem(term, termWidth, description, helper) {
    const columns = helper.helpWidth ?? 80;
    if (!description || columns - termWidth - 4 >= LEAST_COLUMNS) {
      return Help.prototype.formatItem.call(this, term, termWidth, description, helper);
    }
    const below = helper.boxWrap(description, columns - BELOW).split('\n');
    return [`  ${term}`, ...below.map((line) => ' '.repeat(BELOW) + line)].join('\n');
  },
};

function exampleLines(command: Command): string[] {
  const all = examplesOf(command);
  const width = Math.max(0, ...all.map(([line]) => line.length));
  return all.map(([line, says]) => `  ${line.padEnd(width)}   ${says}`.trimEnd());
}
