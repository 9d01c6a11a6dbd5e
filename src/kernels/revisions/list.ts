/** A state of the arithmetic that decides bits. */
export interface Revision {
  /** Its number, from 1 on. */
  readonly revision: number;
  /** The version of the program that had it first. */
  readonly since: string;
  /** SHA-256 of the compiled module, hexadecimal: N.wasm beside this file. */
  readonly sha256: string;
}

/** All that there ever were, the newest last. `npm run revision` adds one. */
export const REVISIONS: readonly Revision[] = [
  {
    revision: 1,
    since: '0.2.0',
    sha256: 'df98bc2f2ea46418095942c7dab9ca313e2d338874d8e57a55fea383e03c347a',
  },
];
