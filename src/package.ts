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

/**
 * What a thread is started with: a module that stands beside the one that starts it. From sources, as the tests do,
 * it needs tsx, which sees to the main thread only.
 *
 * @param from import.meta.url of who starts it.
 * @param name of the module, without its ending.
 */
export function threadEntry(from: string, name: string): URL {
  if (!from.endsWith('.ts')) return new URL(`./${name}.js`, from);
  const code =
    `import { register } from "${import.meta.resolve('tsx/esm/api')}"; register();` +
    `await import("${new URL(`./${name}.ts`, from)}");`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
