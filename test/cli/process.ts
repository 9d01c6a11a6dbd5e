import { type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from './built.js';

/** node's arguments that run the program as its sources are now. */
export const PROGRAM = [buildProgram()];

export interface Outcome {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs the program in a real process, to its end. */
export function craystack(
  args: readonly string[],
  { input, ...options }: SpawnOptions & { input?: Uint8Array } = {},
): Promise<Outcome> {
  return run(process.execPath, [...PROGRAM, ...args], { input, ...options });
}

export function run(
  command: string,
  args: readonly string[],
  { input, ...options }: SpawnOptions & { input?: Uint8Array | undefined } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: 'pipe' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (data) => stdout.push(data));
    child.stderr?.on('data', (data) => stderr.push(data));
    // A program that fails early does not read its input.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() });
    });
  });
}

/** Waits until a program has shown something. @throws Error when it ends before. */
export function shown(stream: NodeJS.ReadableStream, expected: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    stream.on('data', (data) => {
      text += data;
      if (expected.test(text)) resolve();
    });
    stream.on('end', () => reject(new Error(`expected ${expected}, got ${text}`)));
  });
}

/** Runs a test in an empty folder of its own. */
export function inFolder(test: (folder: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'craystack-test-'));
    try {
      await test(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}
