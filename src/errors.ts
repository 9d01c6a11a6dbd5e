/** Every way in which data, files and models can be bad. Codes are stable across versions. */
export type CrayErrorCode =
  /** Not a .cray file at all. */
  | 'NOT_CRAY'
  /** A .cray file of a version, or with a feature, that this program does not know. */
  | 'UNSUPPORTED'
  /** A file whose bits are of a revision of the arithmetic that this program does not have. */
  | 'REVISION_UNKNOWN'
  /** The file ends before it should. */
  | 'TRUNCATED'
  /** A checksum or an invariant of the format does not hold. */
  | 'CORRUPT'
  /** The file asks for more memory than it may. */
  | 'TOO_LARGE'
  /** No model of that name, or of that digest. */
  | 'MODEL_NOT_FOUND'
  /** The model found is not the one the file was written with. */
  | 'MODEL_MISMATCH'
  /** model.json is not valid; the message carries the JSON path. */
  | 'SPEC_INVALID'
  /** The weights file is not valid, or does not have what the spec names. */
  | 'WEIGHTS_INVALID'
  /** The data are not in a known format, or damaged. */
  | 'DATA_INVALID'
  /** The data do not fit the model: shape, dtype or values. */
  | 'DATA_MISMATCH'
  /** A pop from a message that has run dry. */
  | 'MESSAGE_EXHAUSTED'
  /** A distribution with parameters that are not numbers, or not in range. */
  | 'PARAMETERS_INVALID'
  /** What was just coded does not decode to what went in: a bug, or a broken machine. */
  | 'VERIFY_FAILED'
  /** A step of training gave no finite loss. */
  | 'TRAINING_FAILED'
  /** A baseline that is none, or of another schema. */
  | 'BASELINE_INVALID'
  /** A figure is beyond what it was to keep to. */
  | 'GATE_FAILED'
  /** A file cannot be opened, read, written or renamed. */
  | 'IO'
  /** The command line does not make sense. */
  | 'USAGE';

/** An error in data, a file or a model, as opposed to misuse of the library. */
export class CrayError extends Error {
  /** Always CrayError. */
  override readonly name = 'CrayError';

  constructor(
    /** What kind of error this is; the message says what and where. */
    readonly code: CrayErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A value to which a codec gives no probability at all. */
export class OutsideSupportError extends RangeError {
  /** Always OutsideSupportError. */
  override readonly name = 'OutsideSupportError';
  /** Always OUTSIDE_SUPPORT. */
  readonly code = 'OUTSIDE_SUPPORT';
}

/** An argument that is not as it has to be: of another size, or out of its range. Misuse, as opposed to bad data. */
export class ArgumentError extends RangeError {
  /** Always ArgumentError. */
  override readonly name = 'ArgumentError';
  /** Always ARGUMENT_INVALID. */
  readonly code = 'ARGUMENT_INVALID';
}

/** An argument of another type than it has to be, as plain JavaScript may give it. Misuse, as opposed to bad data. */
export class ArgumentTypeError extends TypeError {
  /** Always ArgumentTypeError. */
  override readonly name = 'ArgumentTypeError';
  /** Always ARGUMENT_TYPE. */
  readonly code = 'ARGUMENT_TYPE';
}

/** Says what an argument had to be, and what it is. */
export function typeError(what: string, expected: string, got: unknown): ArgumentTypeError {
  return new ArgumentTypeError(`${what}: expected ${expected}, got ${kindOf(got)}`);
}

/** What a value is, for people: null, a string, an Array, a Promise. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name = value.constructor?.name || 'Object';
  return `${/^[AEIOU](?!int)/.test(name) ? 'an' : 'a'} ${name}`;
}

/**
 * Does something, and puts a name before what an error says of it. Errors of files carry a name of their
 * own.
 */
export async function about<T>(name: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ArgumentError) {
      throw new ArgumentError(`${name}: ${error.message}`, { cause: error });
    }
    if (!(error instanceof CrayError) || error.code === 'IO') throw error;
    throw new CrayError(error.code, `${name}: ${error.message}`, { cause: error });
  }
}
