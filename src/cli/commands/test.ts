import { Command } from 'commander';
import type { ContextOf } from '../context.js';
import { batchOption, memoryOption, threadsOption } from '../options.js';
import { readBack } from '../readBack.js';
import { aboutInput, forEachInput, nameOf } from '../transfer.js';

interface TestOptions {
  readonly model?: string;
  readonly batch?: number;
  readonly threads?: number;
  readonly memory?: number;
}

export function testCommand(contextOf: ContextOf): Command {
  return new Command('test')
    .summary('check that .cray files restore what they should')
    .description('Decodes .cray files to their ends, checks all checksums, and writes nothing.')
    .argument('[files...]', '.cray files; - or nothing for standard input')
    .option('-m, --model <model>', 'name or folder of the model (default: the one the file names)')
    .addOption(batchOption())
    .addOption(threadsOption())
    .addOption(memoryOption())
    .addHelpText('after', '\nExample:\n  $ craystack test *.cray && echo all is well')
    .action(async (files: string[], { model, ...options }: TestOptions) => {
      const context = contextOf();
      await forEachInput(files, 'test', context, async (input) => {
        await aboutInput(input, () => readBack(input, model, options));
        context.log.info(`${nameOf(input)}: all is well`);
      });
    });
}
