/** Masses of counts and pixels by their definitions, in plain doubles of the language. */

const logFactorials = [0];

export function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) {
    logFactorials.push((logFactorials[i - 1] as number) + Math.log(i));
  }
  return logFactorials[n] as number;
}

/** log of x (x + 1) ⋯ (x + n - 1). */
export function logRising(x: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(x + i);
  return sum;
}

export function poissonMass(rate: number, s: number): number {
  return Math.exp(s * Math.log(rate) - rate - logFactorial(s));
}

export function negativeBinomialMass(shape: number, p: number, s: number): number {
  const ways = logRising(shape, s) - logFactorial(s);
  return Math.exp(ways + shape * Math.log(p) + s * Math.log1p(-p));
}

export function betaBinomialMass(alpha: number, beta: number, n: number, s: number): number {
  const ways = logFactorial(n) - logFactorial(s) - logFactorial(n - s);
  const runs = logRising(alpha, s) + logRising(beta, n - s) - logRising(alpha + beta, n);
  return Math.exp(ways + runs);
}

/** One pixel's mixture; three numbers a component are its three channels'. */
export interface PixelComponent {
  readonly logit: number;
  readonly means: readonly [number, number, number];
  readonly logScales: readonly [number, number, number];
  readonly coefficients: readonly [number, number, number];
}

/** Probability of the three levels together: a sum over components of products over channels. */
export function pixelMass(
  mixture: readonly PixelComponent[],
  levels: readonly [number, number, number],
): number {
  const [x0, x1] = levels.map((v) => v / 127.5 - 1) as [number, number, number];
  const total = mixture.reduce((sum, c) => sum + Math.exp(c.logit), 0);
  return mixture.reduce((sum, { logit, means, logScales, coefficients }) => {
    const [c0, c1, c2] = coefficients;
    const moved = [means[0], means[1] + c0 * x0, means[2] + c1 * x0 + c2 * x1];
    return (
      levels.reduce((product, v, channel) => {
        const scale = Math.exp(logScales[channel] as number);
        const cdf = (x: number) => 1 / (1 + Math.exp(((moved[channel] as number) - x) / scale));
        const low = v === 0 ? 0 : cdf((v - 0.5) / 127.5 - 1);
        const high = v === 255 ? 1 : cdf((v + 0.5) / 127.5 - 1);
        return product * (high - low);
      }, Math.exp(logit) / total) + sum
    );
  }, 0);
}
