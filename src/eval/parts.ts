import type { Breakdown } from './breakdown.js';

/** Parts of a file in the order in which they are shown, in words: the estimate, and what is added to it. */
export const PARTS: readonly (readonly [keyof Breakdown, string])[] = [
  ['estimate', 'estimate'],
  ['discretisation', 'discretisation'],
  ['coder', 'coder'],
  ['initialBits', 'initial bits'],
  ['heads', 'heads'],
  ['plain', 'plain items'],
  ['residue', 'residue'],
  ['checksums', 'checksums'],
  ['index', 'index'],
  ['model', 'model'],
  ['header', 'header'],
];
