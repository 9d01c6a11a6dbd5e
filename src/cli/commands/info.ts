import { Command } from 'commander';
import { hex } from '../../bytes/hex.js';
import { itemSize } from '../../data/dataset.js';
import { type FileInfo, readInfo } from '../../pipeline/info.js';
import type { ContextOf } from '../context.js';
import { openInput } from '../files.js';
import { withExamples } from '../help.js';
import { aboutInput, forEachInput } from '../transfer.js';

export function infoCommand(contextOf: ContextOf): Command {
  const command = new Command('info')
    .summary('say what is in .cray files')
    .description('Says what is in .cray files and checks their checksums; needs no model.')
    .argument('[files...]', '.cray files; - or nothing for standard input')
    .option('--json', 'one JSON object a line instead of text')
    .action(async (files: string[], { json }: { json?: boolean }) => {
      await forEachInput(files, 'info', contextOf(), async (input) => {
        const info = await aboutInput(input, async () => readInfo(await openInput(input)));
        process.stdout.write(
          json ? `${JSON.stringify(infoRecord(input, info))}\n` : infoText(input, info),
        );
      });
    });
  return withExamples(
    command,
    ['craystack info digits.cray', 'items, model, sizes, checksums'],
    ['craystack info digits.cray --json | jq .model', 'the same for programs'],
  );
}

/** What `info` prints of a file, for machines. */
function infoRecord(file: string, info: FileInfo): Record<string, unknown> {
  const { header, trailer, chunks, plainChunks, bytes, originalBytes } = info;
  return {
    file,
    version: 1,
    format: header.dataFormat,
    dtype: header.dtype,
    shape: header.shape,
    items: trailer.items,
    order: header.unordered ? 'not kept' : 'kept',
    originalBytes,
    bytes,
    model: header.modelName,
    specSha256: hex(header.specDigest),
    weightsSha256: hex(header.weightsDigest),
    chunks,
    plainChunks,
    chunkItems: header.chunkItems,
    lanes: header.lanes,
    seed: header.seed,
    sha256: hex(trailer.digest),
  };
}

/** The same for people. */
function infoText(file: string, info: FileInfo): string {
  const { header, trailer, chunks, plainChunks, bytes, originalBytes } = info;
  const elements = trailer.items * itemSize(header.shape);
  const rate = elements > 0 ? `, ${((8 * bytes) / elements).toFixed(4)} bits/dim` : '';
  const rows = [
    [
      'data',
      `${header.dataFormat}, ${trailer.items} items of ${header.shape.join(' x ') || '1'}, ${header.dtype}`,
    ],
    ['order', header.unordered ? 'not kept: items come back sorted' : 'kept'],
    ['size', `${originalBytes} -> ${bytes} bytes${rate}`],
    ['model', header.modelName],
    ['spec', `SHA-256 ${hex(header.specDigest)}`],
    ['weights', `SHA-256 ${hex(header.weightsDigest)}`],
    ['chunks', `${chunks}, of at most ${header.chunkItems} items; ${plainChunks} plain`],
    ['coder', `${header.lanes} lanes, seed ${header.seed}`],
    ['restores', `SHA-256 ${hex(trailer.digest)}`],
  ] as const;
  return [file, ...rows.map(([name, text]) => `  ${name.padEnd(9)} ${text}`), ''].join('\n');
}
