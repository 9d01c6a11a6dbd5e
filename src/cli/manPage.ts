import type { Command, Help, Option } from 'commander';
import { VERSION } from '../package.js';
import { examplesOf } from './help.js';

/** What the tree of commands does not say. */
const EXIT_STATUS = [
  ['0', 'All is well.'],
  ['1', 'An error, said in one line on standard error; with several files, at least one.'],
  ['2', 'A warning, or a result that is there in part.'],
  [
    '130, 143, 129 …',
    'Ended by an interrupt (Ctrl-C), SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR2 or SIGXCPU: a shell sees 128 and ' +
      'the number of the signal. No half file is left, and the source is as it was. SIGUSR1 does nothing, once the program runs: Node, which starts it, takes 50 ms. SIGHUP that was ' +
      'ignored before, by nohup or by the shell, stays so as far as the parent, the name _ in the environment or standard input of ' +
      'nohup tell; of other signals Node forgets it.',
  ],
] as const;

const ENVIRONMENT = [
  [
    'CRAYSTACK_MODELS',
    'Folders, one or several as in PATH, of models or of one model, in which the model of a file is looked ' +
      'for that does not come with the program: by its digests, after the folder models where you are, and ' +
      'before the folder of the file, the folder models there, and the place where the model was.',
  ],
] as const;

const FILES = [
  'A result is written to a temporary file beside it, and gets its name when it is whole and on the ' +
    'disk: there is a whole result or none. Only a kill that cannot be caught leaves the temporary ' +
    'file, whose name begins with a dot and ends in .tmp.',
  'With --rm a source is deleted after its result has been read back from the disk and has been ' +
    'found to restore it. What would not come back byte for byte, and what has changed meanwhile, is ' +
    'kept, with an error: --exact asks for the very bytes, and --rm-anyway deletes all the same. A symbolic link, or one ' +
    'of several names of a file (hard links), is deleted by -f alone, and the file itself stays.',
  'A result of compress has the name of its source and .cray. What was inside FILE.gz comes back as ' +
    'FILE, with the time of FILE.gz, and never over another FILE, not even with -f, unless -o names it.',
];

/** The man page, in the man macros of roff, of a program's tree of commands. */
export function manPage(program: Command): string {
  const help = program.createHelp();
  const name = program.name();
  return [
    `.\\" Written by npm run man from the tree of commands; changes belong there.`,
    `.TH ${name.toUpperCase()} 1 "" "${name} ${VERSION}" "User Commands"`,
    '.SH NAME',
    `${name} \\-\n${roff(lowerFirst(program.description()).replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    program.commands.map((command) => usage(help, command)).join('\n.br\n'),
    '.SH EXAMPLES',
    ...examples(program),
    '.SH COMMANDS',
    ...program.commands.flatMap((command) => section(help, command)),
    '.SH GLOBAL OPTIONS',
    'These stand before or after a command.',
    ...help.visibleOptions(program).flatMap((option) => optionItem(help, option)),
    '.SH EXIT STATUS',
    ...EXIT_STATUS.flatMap(([status, meaning]) => item(bold(status), meaning)),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([variable, meaning]) => item(bold(variable), meaning)),
    '.SH FILES',
    ...FILES.flatMap((text) => ['.PP', roff(text)]).slice(1),
    '',
  ].join('\n');
}

/** A command's arguments, options and examples. */
function section(help: Help, command: Command): string[] {
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  return [
    `.SS ${bold(command.name())}`,
    roff(command.description()),
    ...help
      .visibleArguments(command)
      .flatMap((argument) => item(italic(argument.name()), help.argumentDescription(argument))),
    ...options.flatMap((option) => optionItem(help, option)),
    ...(examplesOf(command).length > 0 ? ['.PP', 'Examples:', ...examples(command)] : []),
  ];
}

/** Only the command is bold: the rest stands for what is typed. */
function usage(help: Help, command: Command): string {
  const [program = '', name = '', ...rest] = help.commandUsage(command).split(' ');
  return `${bold(`${program} ${name}`)} ${roff(rest.join(' '))}`.trim();
}

function examples(command: Command): string[] {
  return examplesOf(command).flatMap(([line, says]) => item(bold(line), says));
}

function optionItem(help: Help, option: Option): string[] {
  return item(bold(help.optionTerm(option)), help.optionDescription(option));
}

/** A paragraph with a tag. */
function item(tag: string, text: string): string[] {
  return ['.TP', tag, roff(text)];
}

const bold = (text: string) => `\\fB${roff(text).replaceAll('\n', ' ')}\\fR`;
const italic = (text: string) => `\\fI${roff(text)}\\fR`;

/** Text as roff wants it: hyphens that are typed, no escapes, short lines, none that is a request. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('…', '...')
    .replace(/(.{1,70})( |$)/g, (_, line: string) => `${line.replace(/^\./, '\\&.')}\n`)
    .trimEnd();
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
