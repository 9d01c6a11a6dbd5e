/** Efforts of types of codecs that have two ways: a quick one, and one that learns all it can. */
import { z } from 'zod';

/** The effort of a spec that says none, and the most that is quick. */
const [USUAL, MOST_QUICK] = [5, 4];

/** The field of a spec. @param others what efforts are that are not fast. */
export function effortField(others: string) {
  const said = `1 to ${MOST_QUICK} are fast, without it or with more it ${others}.`;
  return z.int().min(1).max(9).optional().describe(said);
}

/** Whether an effort is quick; a spec need not say one. */
export function isQuickEffort(effort = USUAL): boolean {
  return effort <= MOST_QUICK;
}

/** A spec of nothing but an effort with another, or the same object where it has that. */
export function withQuickEffort<
  S extends { readonly type: string; readonly effort?: number | undefined },
>(spec: S, effort: number): S {
  const { type, effort: own = USUAL } = spec;
  if (effort === own) return spec;
  return (effort === USUAL ? { type } : { type, effort }) as S;
}
