import type { OptionWords, ProgramWords, Values } from './words.js';

/** A script that has fish complete the program's command lines. */
export function fishCompletion({ name, options, commands }: ProgramWords): string {
  const lines = [
    `# Completion of ${name} in fish: ${name} completion fish | source`,
    `complete -c ${name} -f`,
    ...options.map((option) => optionLine(`${name} -n __fish_use_subcommand`, option)),
  ];
  for (const { name: command, description, options: after, values } of commands) {
    const within = `${name} -n '__fish_seen_subcommand_from ${command}'`;
    lines.push(
      `complete -c ${name} -n __fish_use_subcommand -a ${command} -d ${quote(description)}`,
      ...after.map((option) => optionLine(within, option)),
      `complete -c ${within} ${valuesOf(values, '-f')}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function optionLine(where: string, option: OptionWords): string {
  const flags = option.flags.map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const values = option.values ? ` ${valuesOf(option.values, '-x')}` : '';
  return `complete -c ${where} ${flags.join(' ')}${values} -d ${quote(option.description)}`;
}

/** @param exclusive the option of complete that rules out names of files. */
function valuesOf({ words, files, folders }: Values, exclusive: string): string {
  if (files) return exclusive === '-x' ? '-r -F' : '-F';
  const all = [...words, ...(folders ? ['(__fish_complete_directories)'] : [])];
  return all.length > 0 ? `${exclusive} -a ${quote(all.join(' '))}` : exclusive;
}

const quote = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
