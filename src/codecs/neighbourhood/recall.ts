import { kernels } from '../../kernels/kernels.js';

/** Which levels are raised, and where a row of what a network saw tells of them. */
export interface Recall {
  /** Numbers of such a row. */
  readonly stride: number;
  /** Where in it the tally begins: the number of each level. */
  readonly tally: number;
  /** A level that has been so often or more is raised, for each of these counts, which rise. */
  readonly counts: readonly number[];
  /** Places in a row that stand for the levels of neighbours, which are raised too. */
  readonly neighbours: readonly number[];
  /** The lowest level that has a logit, the first one. */
  readonly least: number;
  /** How those stand for levels: (level - centre) / scale. */
  readonly feature: { readonly centre: number; readonly scale: number };
}

/** Numbers that a network gives a row: by how much each count and each neighbour raises. */
export function gatesOf({ counts, neighbours }: Recall): number {
  return counts.length + neighbours.length;
}

/**
 * Logits of levels, raised where a level has been seen: what networks cannot say of levels that are
 * numbers to them, the exact values of an image's grid of values for instance.
 *
 * Source: the pointers of Merity et al., "Pointer sentinel mixture models" (2017), in the domain of logits.
 *
 * @param logits [rows, levels]: raised where they are.
 * @param gates [rows, {@link gatesOf}], for the counts, then for the neighbours.
 * @param seen [rows, stride].
 */
export function raiseSeen(
  recall: Recall,
  logits: Float32Array,
  gates: Float32Array,
  seen: Float32Array,
): void {
  const { stride, tally, counts, neighbours, feature, least } = recall;
  const rows = seen.length / stride;
  const [logitsAt, gatesAt, seenAt, leastAt, copiesAt] = kernels.layout(
    logits.byteLength,
    gates.byteLength,
    seen.byteLength,
    4 * counts.length,
    4 * neighbours.length,
  ) as [number, number, number, number, number];
  kernels.f32(logitsAt, logits.length).set(logits);
  kernels.f32(gatesAt, gates.length).set(gates);
  kernels.f32(seenAt, seen.length).set(seen);
  kernels.f32(leastAt, counts.length).set(counts.map((n) => n / (n + 1)));
  kernels.u32(copiesAt, neighbours.length).set(neighbours);
  kernels.call.raiseSeen(
    logitsAt,
    gatesAt,
    seenAt,
    rows,
    rows > 0 ? logits.length / rows : 0,
    stride,
    tally,
    least,
    leastAt,
    counts.length,
    copiesAt,
    neighbours.length,
    feature.centre,
    feature.scale,
  );
  logits.set(kernels.f32(logitsAt, logits.length));
}
