/** What became of the inputs. */
export interface Findings {
  /** How often each outcome came up: a code of an error, or what a trial gives. */
  readonly outcomes: Map<string, number>;
  /** What must not happen, with what brings it back. */
  readonly failures: string[];
  /** Milliseconds of processor time that the slowest trial took. */
  readonly slowest: number;
}

/** Collects what becomes of inputs from one number to another. */
export class Finder implements Findings {
  readonly outcomes = new Map<string, number>();
  readonly failures: string[] = [];
  slowest = 0;
  private readonly before = process.memoryUsage().rss;

  /** Tries something. @param isRight whether an outcome may be. */
  async look(
    where: string,
    trial: () => Promise<string>,
    isRight: (outcome: string) => boolean,
  ): Promise<void> {
    const started = process.cpuUsage();
    const outcome = await trial();
    const { user, system } = process.cpuUsage(started);
    const time = (user + system) / 1000;
    this.slowest = Math.max(this.slowest, time);
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    if (!isRight(outcome)) this.failures.push(`${where}: ${outcome}`);
    if (time > MOST_TIME) this.failures.push(`${where}: took over a second`);
  }

  /** Sees how far the process grew. */
  end(what: string): Findings {
    const growth = process.memoryUsage().rss - this.before;
    if (growth > MOST_GROWTH) this.failures.push(`${what}: grew by ${growth} bytes`);
    return this;
  }
}

/** Longest that one input may keep the processor busy in one trial, in milliseconds. */
const MOST_TIME = 1000;
/** How far the process may grow over all inputs, in bytes. */
const MOST_GROWTH = 512 << 20;
