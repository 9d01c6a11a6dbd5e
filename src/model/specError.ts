import { CrayError } from '../errors.js';

/** An error about a part of a spec that is well formed but does not make sense. */
export function specError(path: string, message: string): CrayError {
  return new CrayError('SPEC_INVALID', `${path}: ${message}`);
}
