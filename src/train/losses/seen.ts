import { gatesOf, type Recall } from '../../codecs/neighbourhood/recall.js';
import { bernoulliLoss } from './bernoulli.js';
import type { RowLoss } from './loss.js';

/** What comes around a level's own distribution. */
export interface SeenLoss {
  /** Whether it comes first if a level is 0: the distribution has the others, each less 1. */
  readonly zero: boolean;
  /** How the distribution's logits are raised. */
  readonly recall: Recall | undefined;
  /** Numbers that a network sees of a site. */
  readonly stride: number;
}

/**
 * A level that may be told first to be 0, and whose logits may be raised where it has been seen, as
 * {@link zeroFirst} and {@link raiseSeen} have it. Beside the distribution's, its parameters are 'zero', the
 * log-odds of any other level, 'gates', and 'seen', what the network saw.
 *
 * @param of the loss of the distribution, whose first parameter are its logits if they are raised.
 */
export function seenLoss(of: RowLoss, { zero, recall, stride }: SeenLoss): RowLoss {
  const some = bernoulliLoss();
  const gates = recall ? gatesOf(recall) : 0;
  const own = of.parameters.length;
  const [first] = of.parameters;
  const levels = new Uint8Array(1);
  const raised = new Float32Array(first?.width ?? 0);
  // Gate by gate, the logits that it raises.
  const opens = Array.from({ length: gates }, (): number[] => []);
  const parameters = [
    ...of.parameters,
    { name: 'seen', width: stride },
    ...(zero ? [{ name: 'zero', width: 1 }] : []),
    ...(recall ? [{ name: 'gates', width: gates }] : []),
  ];
  const place = (name: string) => parameters.findIndex((parameter) => parameter.name === name);
  const [seenAt, zeroAt, gatesAt] = [own, place('zero'), place('gates')];
  return {
    symbols: 1,
    parameters,
    row(values, ats, given, from, ds, weight) {
      const level = given[from] as number;
      let nats = 0;
      if (zero) {
        levels[0] = level === 0 ? 0 : 1;
        const decision = [values[zeroAt] as Float32Array];
        const d = [ds[zeroAt] as Float32Array];
        nats += some.row(decision, [ats[zeroAt] as number], levels, 0, d, weight);
        if (level === 0) return nats;
      }
      levels[0] = level - (zero ? 1 : 0);
      if (!recall) return nats + of.row(values, ats, levels, 0, ds, weight);
      const [logits, numbers] = [values[0] as Float32Array, values[seenAt] as Float32Array];
      const [at, gate] = [ats[0] as number, ats[gatesAt] as number];
      raised.set(logits.subarray(at, at + raised.length));
      listRaised(recall, numbers, ats[seenAt] as number, raised.length, opens);
      opens.forEach((places, g) => {
        const by = (values[gatesAt] as Float32Array)[gate + g] as number;
        for (const i of places) raised[i] = (raised[i] as number) + by;
      });
      const d = new Float32Array(raised.length);
      nats += of.row([raised], [0], levels, 0, [d], weight);
      (ds[0] as Float32Array).set(d, at);
      opens.forEach((places, g) => {
        let sum = 0;
        for (const i of places) sum += d[i] as number;
        (ds[gatesAt] as Float32Array)[gate + g] = sum;
      });
      return nats;
    },
  };
}

/** Which logits each gate raises, given what a network saw from `at` on. */
function listRaised(
  { tally, least, counts, neighbours, feature }: Recall,
  seen: Float32Array,
  at: number,
  logits: number,
  opens: readonly number[][],
): void {
  for (const places of opens) places.length = 0;
  for (let i = 0; i < logits && counts.length > 0; i++) {
    const n = seen[at + tally + least + i] as number;
    if (n === 0) continue;
    counts.forEach((count, g) => {
      if (n >= Math.fround(count / (count + 1))) (opens[g] as number[]).push(i);
    });
  }
  neighbours.forEach((place, k) => {
    const level = Math.round(feature.centre + feature.scale * (seen[at + place] as number)) - least;
    if (level >= 0 && level < logits) (opens[counts.length + k] as number[]).push(level);
  });
}
