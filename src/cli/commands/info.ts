import { Command } from 'commander';
import { type FileInfo, readInfo } from '../../pipeline/info.js';
import type { ContextOf } from '../context.js';
import { infoRecord, infoText } from '../describe.js';
import { folderRecord, folderText } from '../describeFolder.js';
import { withExamples } from '../help.js';
import { withInput } from '../input.js';
import { modelOfFile } from '../models.js';
import { memoryOption } from '../options.js';
import { print } from '../standardOutput.js';
import { aboutInput, forEachInput } from '../transfer.js';

interface InfoOptions {
  readonly json?: boolean;
  readonly memory?: number;
}

export function infoCommand(contextOf: ContextOf): Command {
  const command = new Command('info')
    .summary('say what is in .cray files')
    .description(
      'Says what is in .cray files and checks their checksums; needs no model, but for that of a folder to notice that its last parts are missing, and for the one that takes data apart to list their fields. In JSON, sha256 is of the file that went ' +
        'in, restoredSha256 of what comes back where that is another, and contentsSha256 of head, elements and tail ' +
        'as they are coded, which no other program tells; with Begins after the name, only the first bytes are kept.',
    )
    .argument('[files...]', '.cray files; - or nothing for standard input')
    .option('--json', 'one JSON object a line instead of text')
    .addOption(memoryOption())
    .action(async (files: string[], { json, memory }: InfoOptions) => {
      await forEachInput(files, 'info', contextOf(), async (input) => {
        const info = await aboutInput(input, () =>
          withInput(input, ({ stream }) => readInfo(stream, memory, modelOfFile(undefined, input))),
        );
        print(json ? `${JSON.stringify(record(input, info))}\n` : text(input, info));
      });
    });
  return withExamples(
    command,
    ['craystack info digits.cray', 'items, model, sizes, checksums'],
    ['craystack info digits.cray --json | jq .model', 'the same for programs'],
  );
}

function record(input: string, info: FileInfo): Record<string, unknown> {
  return info.folder ? folderRecord(input, info, info.folder) : infoRecord(input, info);
}

function text(input: string, info: FileInfo): string {
  return info.folder ? folderText(input, info, info.folder) : infoText(input, info);
}
