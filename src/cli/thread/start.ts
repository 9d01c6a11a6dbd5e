import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { CrayError } from '../../errors.js';
import { startThread } from '../../thread.js';
import { mustSpareAddresses, runWithin, threadLimits } from './addressSpace.js';
import { removeHalfDone } from './halfDone.js';
import { Lock } from './lock.js';
import type { CommandSetup, FromCommand, ToCommand } from './messages.js';
import { Screen } from './screen.js';
import { onSignals } from './signals.js';
import { StandardInput } from './standardInput.js';

/** How long a command that is interrupted may take for what it has to undo itself, in ms. */
const UNDOING_MS = 80;
/** How long its thread may then take to stop, in ms. */
const STOPPING_MS = 80;

/**
 * Runs the command line on a thread of its own, and listens meanwhile: however long a piece of work takes
 * there, a signal ends the program at once, and a bar moves.
 *
 * @returns the exit status.
 */
export async function start(argv: readonly string[]): Promise<number> {
  checkFolder();
  if (mustSpareAddresses()) return runWithin(argv);
  return new Promise((resolve) => {
    const command = new Command(argv, resolve);
    onSignals((signal) => void command.end(signal));
  });
}

/** Checks that there is a folder to work in: without one, no thread starts. @throws CrayError IO */
function checkFolder(): void {
  try {
    process.cwd();
  } catch (error) {
    const message = 'the working directory is gone, or cannot be read: go to another, as by cd';
    throw new CrayError('IO', message, { cause: error });
  }
}

/** Says why no command could be begun. @returns the exit status. */
export function reported(error: unknown): number {
  if (!(error instanceof CrayError)) throw error;
  process.stderr.write(`craystack: ${error.code}: ${error.message}\n`);
  return 1;
}

/** The thread of a command, as the one that listens has it. */
class Command {
  private readonly thread: Worker;
  private readonly screen = new Screen();
  private readonly input = new StandardInput();
  private readonly lock = new Lock();
  /** What must not stay behind. */
  private readonly halfDone = new Set<string>();
  private undoes = false;
  private undone = () => {};
  private ending = false;

  constructor(argv: readonly string[], onStatus: (status: number) => void) {
    // Nobody is left to be told.
    process.stderr.on('error', () => {});
    const setup: CommandSetup = {
      argv,
      columns: process.stdout.columns,
      lock: this.lock.memory,
    };
    this.thread = startThread(import.meta.url, 'command', setup, threadLimits());
    this.thread.on('message', (said: FromCommand) => this.hear(said));
    this.thread.on('error', (error) => this.screen.line(`craystack: ${deathOf(error)}\n`));
    this.thread.on('exit', (status) => {
      this.clean();
      if (!this.ending) onStatus(status);
    });
  }

  /** Ends the program as a signal does, with nothing half done left behind. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.ending) return;
    this.ending = true;
    if (this.undoes) {
      const undone = new Promise<void>((resolve) => {
        this.undone = resolve;
      });
      this.say({ kind: 'interrupt' });
      await Promise.race([undone, sleep(UNDOING_MS)]);
    }
    await this.lock.close(STOPPING_MS);
    await Promise.race([this.thread.terminate(), sleep(STOPPING_MS)]);
    this.clean();
    // A shell then sees 128 and the signal's number, and its loops stop.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }

  private async hear(said: FromCommand): Promise<void> {
    switch (said.kind) {
      case 'line':
        return this.screen.line(said.text);
      case 'bar':
        return this.screen.show(said.bar);
      case 'halfDone':
        return void this.halfDone.add(said.path);
      case 'done':
        return void this.halfDone.delete(said.path);
      case 'undoings':
        this.undoes = said.some;
        return;
      case 'undone':
        return this.undone();
      case 'read':
        return this.say(await this.input.next());
    }
  }

  private say(what: ToCommand): void {
    this.thread.postMessage(what);
  }

  private clean(): void {
    this.screen.clear();
    for (const path of this.halfDone) removeHalfDone(path);
    this.halfDone.clear();
  }
}

/** What to say of a command whose thread has ended by itself. */
function deathOf({ code, message }: Error & { code?: string }): string {
  return code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'TOO_LARGE: there is not enough memory: smaller chunks (--chunk), fewer threads (-T) or a higher limit (ulimit -v) help'
    : `INTERNAL: ${message} (this is a bug; please report it)`;
}
