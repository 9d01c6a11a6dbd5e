/** The code of Markdown documents, as programs that can be checked and run. */
import { readFileSync } from 'node:fs';
import { packageFile } from '../../src/package.js';

/** Where the programs are written: in the tree, so that imports resolve, and ignored by git. */
export const BLOCKS_FOLDER = packageFile('docs.tmp');

/**
 * The blocks of a document as one program, in order: what one block declares, those after it see. A
 * json block is the constant `json`, its text. Everything else becomes empty lines, so that an
 * error is at the line where the document has it. The library is taken from the sources.
 */
export function programOf(document: string): string {
  let block: string | undefined;
  const lines = readFileSync(packageFile(document), 'utf8')
    .split('\n')
    .map((line) => {
      const fence = /^```(\w*)$/.exec(line)?.[1];
      if (fence === undefined) return block === 'ts' || block === 'json' ? line : '';
      const ended = block;
      block = block === undefined ? fence : undefined;
      if (ended === 'json') return '`;';
      return block === 'json' ? 'const json = String.raw`' : '';
    });
  return lines.join('\n').replaceAll("from 'craystack'", "from '../src/index.js'");
}
