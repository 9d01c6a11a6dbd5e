import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { CrayError } from '../errors.js';
import { issueText } from './issues.js';
import { type ModelSpec, modelSchema } from './schema.js';

/** Levels of objects and arrays that a spec may have: more than any model, less than a stack holds. */
const MOST_LEVELS = 256;

/**
 * Reads model.json.
 *
 * @param where what to call the file in errors.
 * @throws CrayError SPEC_INVALID with the JSON path of the first thing that is wrong.
 */
export function parseSpec(json: string, where: string): ModelSpec {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new CrayError('SPEC_INVALID', `${where}: not JSON: ${(cause as Error).message}`, {
      cause,
    });
  }
  if (isDeeper(value, MOST_LEVELS)) {
    const message = `expected at most ${MOST_LEVELS} levels of objects and arrays, got more`;
    throw new CrayError('SPEC_INVALID', `${where}: ${message}`);
  }
  const result = modelSchema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const [issue, ...more] = result.error.issues;
  const text = issueText(issue as z.core.$ZodIssue);
  const others = more.length > 0 ? ` (and ${more.length} more)` : '';
  throw new CrayError('SPEC_INVALID', `${where}: ${text}${others}`);
}

/**
 * What in a spec decides bits, as JSON in one way only: keys sorted, defaults filled in, no white
 * space, without $schema, name, description, the path of the weights and what is for training only.
 */
export function canonicalSpec(spec: ModelSpec): string {
  const { format, data, codec } = spec;
  const networks = Object.entries(spec.networks).map(([name, layers]) => [
    name,
    layers.map(({ width, ...layer }) => layer),
  ]);
  return JSON.stringify(sorted({ format, data, networks: Object.fromEntries(networks), codec }));
}

/** SHA-256 of the canonical spec. */
export function specDigest(spec: ModelSpec): Uint8Array {
  return createHash('sha256').update(canonicalSpec(spec)).digest();
}

/** Whether there are more levels of objects and arrays in a value. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([k, v]) => [k, sorted(v)]));
}
