import type { AnySpec } from './context.js';
import type { ParameterSpec } from './fields.js';
import { innerOf, typeOf } from './types/index.js';

/** The parameters of a codec and of all codecs inside it. */
export function parametersOf(spec: AnySpec): ParameterSpec[] {
  const own = typeOf(spec).parameters?.(spec) ?? [];
  return [...own, ...innerOf(spec).flatMap((inner) => parametersOf(inner.spec))];
}

/** Symbols an item whose intervals are in memory together, latent variables among them. */
export function symbolsOf(spec: AnySpec): number {
  const inside = innerOf(spec).reduce((n, inner) => n + symbolsOf(inner.spec), 0);
  return typeOf(spec).symbols?.(spec, inside) ?? inside;
}
