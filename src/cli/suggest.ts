import { Command, type CommanderError } from 'commander';

/** "(Did you mean …?)" where a word comes near one of those there are, or nothing. */
export function suggestion(word: string, candidates: readonly string[]): string {
  // With a dash it would be taken for an option.
  if (word.startsWith('-')) return '';
  // Commander finds near misses for commands only, so the candidates are made commands.
  const commands = new Command()
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  for (const candidate of candidates) commands.command(candidate);
  try {
    commands.parse(['--', word], { from: 'user' });
  } catch (error) {
    return (error as CommanderError).message.match(/\(Did you mean [^)]*\)/)?.[0] ?? '';
  }
  return '';
}
