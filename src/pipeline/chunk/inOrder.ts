/**
 * Maps values in their order, with some of them on their way at the same time. What comes of them
 * before the source or a job fails is given before the failure is.
 *
 * @param most values taken from the source and not yet done with, the one last given included.
 * @returns what the jobs give, and in the end what the source returns.
 */
export async function* mapInOrder<A, B, R>(
  source: AsyncGenerator<A, R>,
  most: number,
  job: (value: A) => Promise<B>,
): AsyncGenerator<B, R> {
  const onTheirWay: Promise<B>[] = [];
  let end: (() => R) | undefined;
  try {
    for (;;) {
      while (!end && onTheirWay.length < most) {
        try {
          const step = await source.next();
          if (step.done) {
            end = () => step.value;
          } else {
            const result = job(step.value);
            // It is seen to when its turn comes, if it comes.
            result.catch(() => {});
            onTheirWay.push(result);
          }
        } catch (error) {
          end = () => {
            throw error;
          };
        }
      }
      const first = onTheirWay.shift();
      if (!first) return (end as () => R)();
      yield await first;
    }
  } finally {
    await source.return(undefined as R);
  }
}

/** Whether a source gives at least two values, and all that it gives; it is read that far. */
export async function several<A, R>(
  source: AsyncGenerator<A, R>,
): Promise<readonly [boolean, AsyncGenerator<A, R>]> {
  const firstTwo = [source.next(), source.next()];
  const second = (await Promise.allSettled(firstTwo))[1];
  async function* all(): AsyncGenerator<A, R> {
    for (const taken of firstTwo) {
      const step = await taken;
      if (step.done) return step.value;
      yield step.value;
    }
    return yield* source;
  }
  return [second?.status === 'fulfilled' && !second.value.done, all()];
}
