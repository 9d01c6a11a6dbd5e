import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tellHangup } from './hangup.js';
import { onSignals } from './signals.js';

/** Node's option by which a memory of WebAssembly does not reserve 10 GB of addresses, to trap what is outside. */
const WITHOUT_GUARDS = '--disable-wasm-trap-handler';
/**
 * It still reserves as much as it may grow to, if that can be had, whatever is left for the others then: so it may
 * grow to one of so many shares, for each thread that codes.
 */
const SHARES = 12;
const PAGE = 65536;
const MOST_PAGES = 65536;
/** By which the C library of Linux reserves less for threads. */
const ARENAS = { MALLOC_ARENA_MAX: '2' };
/** How Node ends where it cannot reserve what it needs to go on. */
const ABORTS: ReadonlySet<string> = new Set(['SIGTRAP', 'SIGABRT', 'SIGSEGV', 'SIGILL']);
const TOO_FEW =
  'addresses are limited (ulimit -v) to fewer than Node needs for this: 4 GB are enough for most, and ' +
  'fewer threads (-T) need less';
/** Addresses that the code of a thread may take where they are limited, in MB. */
const CODE_RANGE = 48;

/** What threads are started with, so that they take few addresses where these are limited. */
export function threadLimits(): { codeRangeSizeMb?: number } {
  return addressLimit() !== undefined ? { codeRangeSizeMb: CODE_RANGE } : {};
}

/** Whether this program should run as {@link runWithin} does. */
export function mustSpareAddresses(): boolean {
  return !process.execArgv.includes(WITHOUT_GUARDS) && addressLimit() !== undefined;
}

/**
 * Runs the program in a process of its own, which takes few addresses: job systems limit them (ulimit -v), and
 * every memory of WebAssembly reserves 10 GB unless Node is told otherwise when it starts. Arithmetic then takes a
 * quarter more time, so this is for limits alone.
 *
 * @returns its exit status; a signal that ends it ends this process too.
 */
export function runWithin(argv: readonly string[]): Promise<number> {
  const pages = Math.floor((addressLimit() ?? 0) / (SHARES * threadsAsked(argv)) / PAGE);
  const most = `--wasm-max-mem-pages=${Math.min(pages, MOST_PAGES)}`;
  const args = [WITHOUT_GUARDS, most, ...process.execArgv, ...argv.slice(1)];
  const env = { ...ARENAS, ...process.env, ...tellHangup() };
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  onSignals((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      if (signal === null) return resolve(status ?? 1);
      if (ABORTS.has(signal)) {
        process.stderr.write(`craystack: TOO_LARGE: ${TOO_FEW}\n`);
        return resolve(1);
      }
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  });
}

/** Whether this process is one of those, in which a thread codes unless more are asked for. */
export function addressesAreFew(): boolean {
  return process.execArgv.includes(WITHOUT_GUARDS);
}

/** Threads that a command line asks for. */
function threadsAsked(argv: readonly string[]): number {
  const at = argv.findIndex((word) => /^(-T|--threads)/.test(word));
  const [, said] = /^(?:-T|--threads)=?(\d+)$/.exec(argv[at] ?? '') ?? [];
  return Math.max(1, Number(said ?? argv[at + 1]) || 1);
}

/** Bytes of addresses that this process may have, as Linux tells; undefined where there is no limit. */
function addressLimit(): number | undefined {
  try {
    const limits = readFileSync('/proc/self/limits', 'latin1');
    const [, bytes] = /^Max address space +(\d+)/m.exec(limits) ?? [];
    return bytes === undefined ? undefined : Number(bytes);
  } catch {
    return undefined;
  }
}
