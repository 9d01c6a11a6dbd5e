import { Argument, Command } from 'commander';
import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import { describeProgram } from '../completion/words.js';
import { zshCompletion } from '../completion/zsh.js';
import { withExamples } from '../help.js';
import { print } from '../standardOutput.js';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export function completionCommand(): Command {
  const command = new Command('completion')
    .summary('print a script that completes commands in a shell')
    .description(
      'Prints a script with which a shell completes commands, options, models and files when Tab ' +
        'is pressed.',
    )
    .addArgument(
      new Argument('<shell>', 'the shell that the script is for').choices(Object.keys(SHELLS)),
    )
    .action((shell: keyof typeof SHELLS, _: unknown, { parent }: Command) => {
      print(SHELLS[shell](describeProgram(parent as Command)));
    });
  return withExamples(
    command,
    ['source <(craystack completion bash)', 'in ~/.bashrc'],
    ['source <(craystack completion zsh)', 'in ~/.zshrc, after compinit'],
    ['craystack completion fish | source', 'in ~/.config/fish/config.fish'],
  );
}
