import type { CommandWords, OptionWords, ProgramWords, Values } from './words.js';

/** A script that has bash complete the program's command lines. */
export function bashCompletion({ name, options, commands }: ProgramWords): string {
  const names = commands.map((command) => command.name);
  return `# Completion of ${name} in bash: source <(${name} completion bash)
_${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command= only_files= i
  # Bash makes "--model=x" three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      --) only_files=1 ;;
      ${names.join(' | ')}) [[ $command ]] || command=\${COMP_WORDS[i]} ;;
    esac
  done
  COMPREPLY=()
  if [[ ! $only_files ]]; then
    case "$command $prev" in
${valueCases(' ', options)}${commands.map((c) => valueCases(`${c.name} `, c.options)).join('')}    esac
  fi
  case $command in
    '') _${name}_reply ${quote([...names, ...flagsOf(options)])} ;;
${commands.map((command) => commandCase(name, command)).join('')}  esac
}

# Those of some words that go on from what is typed, and files or folders where asked for.
_${name}_reply() {
  local words=$1
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
  case $2 in
    files) compopt -o default 2> /dev/null ;;
    folders) compopt -o plusdirs 2> /dev/null ;;
  esac
}

complete -F _${name} ${name}
`;

  function valueCases(before: string, some: readonly OptionWords[]): string {
    return some
      .map(({ flags, values }) => {
        if (!values) return '';
        const patterns = flags.map((flag) => `'${before}${flag}'`).join(' | ');
        return `      ${patterns}) _${name}_reply ${replyTo(values)}; return ;;\n`;
      })
      .join('');
  }
}

function commandCase(name: string, { name: command, options, values }: CommandWords): string {
  return `    ${command})
      if [[ $cur == -* && ! $only_files ]]; then
        _${name}_reply ${quote(flagsOf(options))}
      else
        _${name}_reply ${replyTo(values)}
      fi
      ;;
`;
}

function replyTo({ words, files, folders }: Values): string {
  return [quote(words), ...(files ? ['files'] : folders ? ['folders'] : [])].join(' ');
}

const flagsOf = (options: readonly OptionWords[]) => options.flatMap((option) => option.flags);

const quote = (words: readonly string[]) => `'${words.join(' ').replaceAll("'", "'\\''")}'`;
