import type { Decisions } from '../model/codecType.js';
import type { Costs } from './costs.js';

/** The costs of so many symbols that are coded as two-way decisions: of each those that it takes. */
export function decisionCosts({ chances, symbols }: Decisions, n: number): Costs {
  const bits = new Float64Array(n);
  chances.forEach((chance, i) => {
    const symbol = symbols[i] as number;
    bits[symbol] = (bits[symbol] as number) - Math.log2(chance);
  });
  return { bits, chances: [{ kind: 'decisions', values: chances }] };
}
