import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

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
 * @param url import.meta.url of who starts it.
 * @param name of the module, without its ending.
 */
export function threadEntry(url: string, name: string): URL {
  if (!url.endsWith('.ts')) return new URL(`./${name}.js`, url);
  // As the modules of a program see it, whatever this is loaded as.
  const tsx = createRequire(url)
    .resolve('tsx/esm/api')
    .replace(/\.cjs$/, '.mjs');
  const code =
    `import { register } from "${pathToFileURL(tsx)}"; register();` +
    `await import("${new URL(`./${name}.ts`, url)}");`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
