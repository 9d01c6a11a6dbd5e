import { ArgumentError, CrayError } from '../errors.js';

/** An error about a part of a spec that is well formed but does not make sense. */
export function specError(path: string, message: string, options?: ErrorOptions): CrayError {
  return new CrayError('SPEC_INVALID', `${path}: ${message}`, options);
}

/** Errors of parameters that say where in a spec they are. */
const placed = new WeakSet<CrayError>();

/**
 * Makes a codec of a part of a spec. What the codec finds wrong with its arguments is wrong with that part, the
 * innermost where there are several.
 *
 * @throws CrayError SPEC_INVALID or PARAMETERS_INVALID with the path; what else the action throws.
 */
export function located<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ArgumentError) throw specError(path, error.message, { cause: error });
    if (!isOfParameters(error) || placed.has(error)) throw error;
    const own = new CrayError(error.code, `${path}: ${error.message}`, { cause: error });
    placed.add(own);
    throw own;
  }
}

/** Whether parameters have values that no codec can use. */
export function isOfParameters(error: unknown): error is CrayError {
  return error instanceof CrayError && error.code === 'PARAMETERS_INVALID';
}
