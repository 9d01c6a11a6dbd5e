import type { Worker } from 'node:worker_threads';
import { ArgumentError, CrayError } from '../../errors.js';
import type { BuildOptions } from '../../model/build.js';
import type { Model } from '../../model/model.js';
import { startThread } from '../../thread.js';
import type { ChunkCoder, Job, ResultOf } from './chunkCoder.js';
import { type Answer, buffersOf, owned, type Setup, shareable } from './handOver.js';
import type { OnWork } from './steps.js';

/** Threads unless it is said how many: that of the caller. */
export const DEFAULT_THREADS = 1;
export const MAX_THREADS = 256;

/** @throws RangeError for threads that are not an integer from 1 to 256. */
export function checkThreads(threads: number): void {
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS) {
    throw new ArgumentError(
      `threads: expected an integer from 1 to ${MAX_THREADS}, got ${threads}`,
    );
  }
}

interface Task {
  readonly job: Job;
  readonly onWork: OnWork;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Codes chunks on threads, which start when there is work for them. Each holds a codec of its own; the
 * weights it was built of are in memory once. They keep the process alive only while they work.
 */
export class Workers implements ChunkCoder {
  /** One for each thread, and one that waits for the next thread. */
  readonly most: number;
  private readonly setup: Setup;
  private readonly threads = new Set<Worker>();
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Task>();
  private readonly waiting: Task[] = [];
  private failure: Error | undefined;

  /**
   * @param mostThreads at least 1.
   * @param model one whose codec could be built.
   * @param options as given to buildCodec.
   */
  constructor(
    private readonly mostThreads: number,
    model: Model,
    options: BuildOptions,
  ) {
    this.most = mostThreads + 1;
    this.setup = { model: shareable(model), options };
  }

  async close(): Promise<void> {
    this.fail(new Error('the threads have been closed'));
    await Promise.all([...this.threads].map(end));
  }

  run<J extends Job>(job: J, onWork: OnWork = () => {}): Promise<ResultOf<J>> {
    return new Promise<ResultOf<J>>((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.waiting.push({ job, onWork, resolve, reject });
      this.assign();
    });
  }

  private assign(): void {
    if (this.waiting.length === 0) return;
    const thread = this.idle.pop() ?? this.another();
    if (!thread) return;
    const task = this.waiting.shift() as Task;
    this.busy.set(thread, task);
    thread.ref();
    const { job } = task;
    const input = owned(job.input);
    thread.postMessage({ ...job, input }, buffersOf(input));
  }

  /** One thread more, where there may be one. */
  private another(): Worker | undefined {
    if (this.threads.size >= this.mostThreads) return undefined;
    try {
      return this.start();
    } catch (error) {
      // Those there are may do what waits.
      if (this.threads.size === 0) this.fail(error as Error);
      return undefined;
    }
  }

  private start(): Worker {
    const thread = startThread(import.meta.url, 'worker', this.setup);
    this.threads.add(thread);
    thread.on('message', (answer: Answer) => this.finish(thread, answer));
    thread.on('error', (cause) => this.lose(thread, deathOf(cause)));
    thread.on('exit', (status) => {
      this.lose(thread, new Error(`a thread ended with status ${status}`));
    });
    return thread;
  }

  private finish(thread: Worker, answer: Answer): void {
    const task = this.busy.get(thread) as Task;
    if ('worked' in answer) {
      task.onWork(answer.worked);
      return;
    }
    this.busy.delete(thread);
    thread.unref();
    this.idle.push(thread);
    if ('result' in answer) task.resolve(answer.result as never);
    else task.reject(new CrayError(answer.code, answer.message));
    this.assign();
  }

  /** A thread that has ended takes the others' work with it: there is no result without its own. */
  private lose(thread: Worker, error: Error): void {
    this.threads.delete(thread);
    this.fail(error);
    this.busy.get(thread)?.reject(this.failure as Error);
    this.busy.delete(thread);
  }

  /** No more work is taken, and what waits is refused. */
  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }
}

/**
 * Ends a thread. What it still says is not heard: an answer would have it no longer keep the process
 * alive, which would then end before the thread has, and with it before the caller goes on.
 */
function end(thread: Worker): Promise<number> {
  thread.removeAllListeners('message');
  return thread.terminate();
}

/** What to say of a thread that ended by itself. */
function deathOf(cause: Error & { code?: unknown }): Error {
  if (cause.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    const message = 'a thread ran out of memory: fewer threads or smaller chunks need less';
    return new CrayError('TOO_LARGE', message, { cause });
  }
  return new Error(`a thread ended: ${cause.message}`, { cause });
}
