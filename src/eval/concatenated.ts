/** The values of several vectors one after another. */
export function concatenated<T extends Float32Array | Float64Array>(
  parts: readonly T[],
  type: new (length: number) => T,
): T {
  const all = new type(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
