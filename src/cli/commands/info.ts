import { Command } from 'commander';
import { readInfo } from '../../pipeline/info.js';
import type { ContextOf } from '../context.js';
import { infoRecord, infoText } from '../describe.js';
import { withInput } from '../input.js';
import { memoryOption } from '../options.js';
import { aboutInput, forEachInput } from '../transfer.js';

interface InfoOptions {
  readonly json?: boolean;
  readonly memory?: number;
}

export function infoCommand(contextOf: ContextOf): Command {
  return new Command('info')
    .summary('say what is in .cray files')
    .description('Says what is in .cray files and checks their checksums; needs no model.')
    .argument('[files...]', '.cray files; - or nothing for standard input')
    .option('--json', 'one JSON object a line instead of text')
    .addOption(memoryOption())
    .addHelpText('after', '\nExample:\n  $ craystack info digits.cray --json | jq .model')
    .action(async (files: string[], { json, memory }: InfoOptions) => {
      await forEachInput(files, 'info', contextOf(), async (input) => {
        const info = await aboutInput(input, () =>
          withInput(input, ({ stream }) => readInfo(stream, memory)),
        );
        process.stdout.write(
          json ? `${JSON.stringify(infoRecord(input, info))}\n` : infoText(input, info),
        );
      });
    });
}
