import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../src/package.js';

/** What a package says of itself. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author?: string | { readonly name: string };
}

/** Texts of licences, for packages that come without. */
const TEXTS = 'bin/licenses';

/**
 * Names and licences of the packages that files are of, which whoever passes them on has to pass on too.
 *
 * @param files paths from the folder of this package, also of what is of no package.
 * @throws Error for a package whose licence has no text, in the package or by its name.
 */
export function noticesOf(files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => folderOf(packageFile(file)) ?? []));
  const line = `\n${'-'.repeat(80)}\n\n`;
  return [...folders].sort().map(noticeOf).join(line);
}

/** The folder of the package that npm has installed a file with. */
function folderOf(file: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

function noticeOf(folder: string): string {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license, author } = manifest;
  const own = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = own.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) {
    const by = typeof author === 'object' ? author.name : author;
    if (by) texts.push(`Copyright (c) ${by}`);
    for (const id of license.split(' AND ')) {
      const text = packageFile(join(TEXTS, `${id}.txt`));
      if (!existsSync(text)) throw new Error(`${folder}: expected the text of its licence, ${id}`);
      texts.push(readFileSync(text, 'utf8').trim());
    }
  }
  return `${[`${name} ${version} (${license})`, ...texts].join('\n\n')}\n`;
}
