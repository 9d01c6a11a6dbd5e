/** Threads: what they run, and what they may take. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type ResourceLimits, resourceLimits, Worker } from 'node:worker_threads';
import { CrayError } from './errors.js';

/**
 * Starts a thread.
 *
 * @param url import.meta.url of who starts it.
 * @param name of the module that it runs, which stands beside that, without its ending.
 * @param workerData what it is told.
 * @param limits what it may take; as much as this thread, unless told.
 * @throws CrayError TOO_LARGE where the system has no room for another.
 */
export function startThread(
  url: string,
  name: string,
  workerData: unknown,
  limits: ResourceLimits = ownLimits(),
): Worker {
  try {
    return new Worker(entryOf(url, name), { workerData, resourceLimits: limits });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_WORKER_INIT_FAILED') throw cause;
    const message =
      'the system has no room for another thread: fewer (-T) or a higher limit (ulimit -v) help';
    throw new CrayError('TOO_LARGE', message, { cause });
  }
}

/** Addresses for code, where this thread has few. */
function ownLimits(): ResourceLimits {
  const { codeRangeSizeMb } = resourceLimits;
  return codeRangeSizeMb ? { codeRangeSizeMb } : {};
}

/**
 * What a thread is started with: a module that stands beside the one that starts it. From sources, as the tests do,
 * it needs tsx, which sees to the main thread only.
 *
 * @param url import.meta.url of who starts it.
 * @param name of the module, without its ending.
 */
function entryOf(url: string, name: string): URL {
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
