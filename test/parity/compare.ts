/** @returns undefined where all numbers agree, else where they first do not. */
export function compare(
  what: string,
  got: ArrayLike<number>,
  expected: readonly number[],
): string | undefined {
  if (got.length !== expected.length) {
    return `${what}: expected ${expected.length} numbers, got ${got.length}`;
  }
  const at = expected.findIndex((word, i) => word !== got[i]);
  return at < 0 ? undefined : `${what}: expected ${expected[at]} at ${at}, got ${got[at]}`;
}
