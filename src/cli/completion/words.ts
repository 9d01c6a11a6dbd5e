import type { Command, Option } from 'commander';
import { modelNames } from '../../model/model.js';

/** What can follow an option or a command: some words, the names of files, and of folders. */
export interface Values {
  readonly words: readonly string[];
  readonly files: boolean;
  readonly folders: boolean;
}

export interface OptionWords {
  /** "-m" and "--model", as far as there are. */
  readonly flags: readonly string[];
  readonly description: string;
  /** What follows, or undefined for an option without a value. */
  readonly values: Values | undefined;
}

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  /** Options that may stand after the command, its own first. */
  readonly options: readonly OptionWords[];
  readonly values: Values;
}

/** All words that a shell can complete. */
export interface ProgramWords {
  readonly name: string;
  /** Options that may stand before a command. */
  readonly options: readonly OptionWords[];
  readonly commands: readonly CommandWords[];
}

const NOTHING: Values = { words: [], files: false, folders: false };

/**
 * Reads the words off the tree of commands. What follows an option or a command is told by its
 * choices, or by the name of its value: a file, a folder, a model; other values are nobody's guess.
 */
export function describeProgram(program: Command): ProgramWords {
  const help = program.createHelp();
  const options = help.visibleOptions(program).map(describeOption);
  return {
    name: program.name(),
    options,
    commands: help.visibleCommands(program).map((command) => {
      const own = help.visibleOptions(command).map(describeOption);
      const taken = own.flatMap(({ flags }) => flags);
      return {
        name: command.name(),
        description: help.subcommandDescription(command),
        options: [...own, ...options.filter(({ flags }) => !flags.some((f) => taken.includes(f)))],
        values: argumentValues(command, program),
      };
    }),
  };
}

function describeOption(option: Option): OptionWords {
  const { short, long, description, required, optional, argChoices, flags } = option;
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    values:
      required || optional ? valuesOf(flags.match(/[<[](.*?)[\]>]/)?.[1], argChoices) : undefined,
  };
}

function argumentValues(command: Command, program: Command): Values {
  const [argument] = command.registeredArguments;
  // Commander's own help command has the other commands' names for an argument.
  if (argument?.name() === 'command') {
    return { ...NOTHING, words: program.commands.map((other) => other.name()) };
  }
  return valuesOf(argument?.name(), argument?.argChoices);
}

function valuesOf(name = '', choices: readonly string[] = []): Values {
  return {
    words: /^models?\b/.test(name) ? modelNames() : choices,
    files: /^files?\b/.test(name),
    folders: /^(model|folder|directory)\b/.test(name),
  };
}
