/** The values of a source, each shown on its way, and in the end what the source returns. */
export async function* watched<T, R>(
  source: AsyncGenerator<T, R>,
  watch: (value: T) => void,
): AsyncGenerator<T, R> {
  try {
    for (;;) {
      const step = await source.next();
      if (step.done) return step.value;
      watch(step.value);
      yield step.value;
    }
  } finally {
    await source.return(undefined as R);
  }
}

/** Values one after another, of which the next can be looked at before it is taken. */
export class Lookahead<T> {
  private ahead: Promise<IteratorResult<T, unknown>> | undefined;

  constructor(private readonly source: AsyncIterator<T, unknown>) {}

  /** The next value, which stays; undefined at the end. */
  async peek(): Promise<T | undefined> {
    this.ahead ??= this.source.next();
    const step = await this.ahead;
    return step.done ? undefined : step.value;
  }

  /** The next value; undefined at the end. */
  async take(): Promise<T | undefined> {
    const value = await this.peek();
    this.ahead = undefined;
    return value;
  }
}
