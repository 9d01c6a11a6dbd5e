import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether there is script of util-linux, which gives a command a pseudo-terminal. */
export const HAS_TERMINAL = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

/** Keys as a terminal sends them. */
export const KEYS = { enter: '\r', tab: '\t', home: '\x01', interrupt: '\x03' } as const;

/** What is typed, and when: once this has been shown. */
export type Typing = readonly [shown: RegExp, keys: string];

export interface Screen {
  readonly status: number | null;
  /** All that was sent to the terminal, escape sequences included. */
  readonly shown: string;
}

/**
 * Runs a shell command in a pseudo-terminal of 80 columns.
 *
 * @param typings what is typed, one after another; what was shown before a typing does not count for
 * the next.
 */
export async function inTerminal(
  command: string,
  folder: string,
  typings: readonly Typing[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Screen> {
  const child = spawn('script', ['-qec', `stty cols 80; ${command}`, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, TERM: 'xterm', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.on('data', (data) => {
    shown += data;
  });
  let over = false;
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (status) => {
      over = true;
      resolve(status);
    });
  });
  let seen = 0;
  for (const [expected, keys] of typings) {
    while (!over && !expected.test(shown.slice(seen))) await sleep(20);
    seen = shown.length;
    child.stdin.write(keys);
  }
  return { status: await ended, shown };
}

/** A word of a shell's command line, quoted. */
export const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
