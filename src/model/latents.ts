import { z } from 'zod';
import type { AnySpec } from './context.js';
import type { Node } from './node.js';
import { specError } from './specError.js';

/** Items of latent-variable models that are coded together. */
export const lockstep = z.int().min(1).max(4096).default(64).meta({
  id: 'lockstep',
  description: 'Most items coded together, with one network call each way.',
});

/** What data and latents say of each other. */
export function pairOf(codec: z.ZodType<AnySpec>) {
  return {
    likelihood: codec.describe('Its networks read the latents.'),
    posterior: codec.describe('Its networks read the data.'),
  };
}

/** @throws CrayError SPEC_INVALID unless prior and posterior code the same latents. */
export function checkSame(a: Node, b: Node, path: string): void {
  if (a.size !== b.size) {
    throw specError(
      path,
      `expected as many symbols in prior and posterior, got ${a.size} and ${b.size}`,
    );
  }
  if (a.limit !== b.limit) {
    throw specError(
      path,
      `expected as many values in prior and posterior, got ${a.limit} and ${b.limit}`,
    );
  }
}
