import type { CommandWords, OptionWords, ProgramWords, Values } from './words.js';

/** The script's function that completes one of some words, or a folder. */
const WORD_OR_FOLDER = '_craystack_word_or_folder';

/** A script that has zsh complete the program's command lines. */
export function zshCompletion({ name, options, commands }: ProgramWords): string {
  const choices = commands.map(
    ({ name: command, description }) => `${command}\\:"${inList(description)}"`,
  );
  return `#compdef ${name}
# Completion of ${name} in zsh: source <(${name} completion zsh), or a file _${name} in $fpath
_${name}() {
  local context curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -C -s \\
${options.map(optionSpec).join('')}    '1:command:((${choices.join(' ')}))' \\
    '*::argument:->arguments'
  [[ $state == arguments ]] || return
  case $line[1] in
${commands.map(commandCase).join('')}  esac
}
${WORD_OR_FOLDER}() {
  compadd -- "$@"
  _files -/
}
if [[ $funcstack[1] == _${name} ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

function commandCase({ name, options, values }: CommandWords): string {
  return `    ${name})
      _arguments -s -S \\
${options.map((option) => `    ${optionSpec(option)}`).join('')}        '*:${valuesSpec(values)}'
      ;;
`;
}

function optionSpec({ flags, description, values }: OptionWords): string {
  const names = values ? flags.map((flag) => flag + (flag.startsWith('--') ? '=' : '+')) : flags;
  const apart = `'(${flags.join(' ')})'${names.length > 1 ? `{${names.join(',')}}` : names[0]}`;
  return `    ${apart}'[${inSpec(description)}]${values ? `:${valuesSpec(values)}` : ''}' \\\n`;
}

function valuesSpec({ words, files, folders }: Values): string {
  if (files) return 'file:_files';
  if (folders) return `value: ${WORD_OR_FOLDER} ${words.join(' ')}`;
  return words.length > 0 ? `value:(${words.join(' ')})` : 'value: ';
}

/** Within '[…]' of a spec. */
const inSpec = (text: string) => text.replace(/[\\[\]:]/g, '\\$&').replaceAll("'", "'\\''");

/** Within "…" of a list of choices in a spec. */
const inList = (text: string) => text.replace(/[\\":]/g, '\\$&').replaceAll("'", "'\\''");
