import type { CrayErrorCode } from '../../src/errors.js';

/** A file that must be refused. */
export interface BadCase {
  /** Begins with bad-, or with unsupported- where it is what later versions may write. */
  readonly name: string;
  readonly code: CrayErrorCode;
  make(): Promise<Uint8Array>;
}

/** Cases from their names without the start, each with its code and how its file is made. */
export function casesOf(
  cases: Readonly<Record<string, readonly [CrayErrorCode, () => Promise<Uint8Array>]>>,
): BadCase[] {
  return Object.entries(cases).map(([name, [code, make]]) => {
    return { name: `${code === 'UNSUPPORTED' ? 'unsupported' : 'bad'}-${name}`, code, make };
  });
}
