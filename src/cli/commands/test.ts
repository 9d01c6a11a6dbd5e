import { Command } from 'commander';
import type { ContextOf } from '../context.js';
import { withExamples } from '../help.js';
import { batchOption, memoryOption, modelOption, threadsOption } from '../options.js';
import { readBack } from '../readBack.js';
import { aboutInput, forEachInput, nameOf } from '../transfer.js';

interface TestOptions {
  readonly model?: string;
  readonly batch?: number;
  readonly threads?: number;
  readonly memory?: number;
}

export function testCommand(contextOf: ContextOf): Command {
  const command = new Command('test')
    .summary('check that .cray files restore what they should')
    .description('Decodes .cray files to their ends, checks all checksums, and writes nothing.')
    .argument('[files...]', '.cray files; - or nothing for standard input')
    .addOption(modelOption('the one of the file, by its digests'))
    .addOption(batchOption())
    .addOption(threadsOption())
    .addOption(memoryOption())
    .action(async (files: string[], { model, ...options }: TestOptions) => {
      const context = contextOf();
      await forEachInput(files, 'test', context, async (input) => {
        await aboutInput(input, () => readBack(input, model, options, context));
        context.log.info(`${nameOf(input)}: all is well`);
      });
    });
  return withExamples(command, ['craystack test *.cray && echo fine', 'says which are not']);
}
