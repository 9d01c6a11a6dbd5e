import type { Command, Option } from 'commander';

/** Letters after one dash. */
const FLAGS = /^-[A-Za-z]{2}/;

/**
 * A command line with flags that were written together each by itself, so that those of the program and those of a
 * command may be mixed in any order: commander looks for all of the first ones in one place alone.
 *
 * @param words what stands after the name of the program.
 */
export function flagsApart(words: readonly string[], program: Command): string[] {
  const out: string[] = [];
  let command: Command | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '--') return [...out, ...words.slice(i)];
    const options = [...program.options, ...(command?.options ?? [])];
    const apart = FLAGS.test(word) ? lettersApart(word, options) : [word];
    out.push(...apart);
    const last = apart.at(-1) as string;
    if (takesNext(last, options) && i + 1 < words.length) out.push(words[++i] as string);
    else if (!word.startsWith('-')) command ??= commandNamed(word, program);
  }
  return out;
}

/** "-fT1" as "-f" and "-T1"; what has a letter in it that is no flag stays as it is. */
function lettersApart(word: string, options: readonly Option[]): string[] {
  const out: string[] = [];
  for (let i = 1; i < word.length; i++) {
    const flag = `-${word[i]}`;
    const option = options.find(({ short }) => short === flag);
    if (!option && flag !== '-h') return [word];
    if (option?.required || option?.optional) return [...out, flag + word.slice(i + 1)];
    out.push(flag);
  }
  return out;
}

/** Whether what follows is the value of this option. */
function takesNext(word: string, options: readonly Option[]): boolean {
  return options.some(({ short, long, required }) => required && [short, long].includes(word));
}

function commandNamed(word: string, { commands }: Command): Command | undefined {
  return commands.find((command) => command.name() === word);
}
