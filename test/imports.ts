import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { packageFile } from '../src/package.js';

const src = packageFile('src');

/** All files of src but the kernels' assembly, by their paths in it. */
export const SOURCES = (readdirSync(src, { recursive: true }) as string[]).filter(
  (file) => file.endsWith('.ts') && !file.includes('assembly'),
);

/** The text of a file of src. */
export function sourceOf(file: string): string {
  return readFileSync(join(src, file), 'utf8');
}

/** What a file of src imports, as it says it: paths from where it is, and packages. */
export function importsOf(file: string): string[] {
  return [...sourceOf(file).matchAll(/(?:^|\s)from '([^']+)'|^import '([^']+)'/gm)].map(
    ([, from, bare]) => (from ?? bare) as string,
  );
}

/** The files of src that one of them imports. */
export function filesImportedBy(file: string): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(file), name.replace(/\.js$/, '.ts'))));
}
