/** A small chain of discrete variables in plain doubles, as an oracle. Matrices are rows of rows. */
export type Matrix = readonly (readonly number[])[];

/** Rows of probabilities, none of them small. */
export function randomRows(rows: number, columns: number, next: () => number): number[][] {
  return Array.from({ length: rows }, () => {
    const row = Array.from({ length: columns }, () => 0.1 + next());
    const sum = row.reduce((a, b) => a + b);
    return row.map((x) => x / sum);
  });
}

/** All series of so many symbols. */
export function* allSeries(length: number, symbols: number): Generator<number[]> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const rest of allSeries(length - 1, symbols)) {
    for (let x = 0; x < symbols; x++) yield [x, ...rest];
  }
}

/** p(x) of a hidden Markov model: the sum over all series of states, by brute force. */
export function evidence(
  initial: readonly number[],
  transition: Matrix,
  emission: Matrix,
  xs: readonly number[],
): number {
  let total = 0;
  for (const zs of allSeries(xs.length, initial.length)) {
    let p = 1;
    zs.forEach((z, t) => {
      p *= (t === 0 ? initial[z] : transition[zs[t - 1] as number]?.[z]) as number;
      p *= emission[z]?.[xs[t] as number] as number;
    });
    total += p;
  }
  return total;
}

export function cell(matrix: Matrix, i: number, j: number): number {
  return matrix[i]?.[j] as number;
}

export function normalise(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / sum);
}
