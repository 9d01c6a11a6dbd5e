import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The package's own folder: one above src, in the sources as well as in what is built of them. */
function packageFolder(): URL {
  for (const up of ['../', '../../']) {
    const folder = new URL(up, import.meta.url);
    if (existsSync(new URL('package.json', folder))) return folder;
  }
  throw new Error('package.json not found above src');
}

/** The path of a file or folder of this package. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(path, packageFolder()));
}

/** The program's version. */
export const VERSION = (
  JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }
).version;
