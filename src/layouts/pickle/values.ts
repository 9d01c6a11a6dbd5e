/** What a pickle makes, as far as it matters for arrays: no object is ever built, only what would be is told. */

/** Bytes in the file. */
export class Bytes {
  constructor(
    readonly at: number,
    readonly length: number,
  ) {}
}

/** A function or a class by its name: "numpy dtype". */
export class Global {
  constructor(readonly name: string) {}
}

/** What a function would return, or an instance of a class, and its state. */
export class Made {
  state: Value = null;
  constructor(
    readonly by: Value,
    readonly args: Value,
  ) {}
}

/** Keys and values by turns. */
export class Dictionary {
  readonly pairs: Value[] = [];

  /** The values by those keys that are strings. */
  entries(): Map<string, Value> {
    const map = new Map<string, Value>();
    for (let i = 0; i + 1 < this.pairs.length; i += 2) {
      const [key, value = null] = this.pairs.slice(i, i + 2);
      if (typeof key === 'string') map.set(key, value);
    }
    return map;
  }
}

/** A name that stands for something outside the pickle. */
export class Persistent {
  constructor(readonly id: Value) {}
}

/** A value; lists, tuples and sets are arrays alike. Numbers beyond what is exact are null, since none matters. */
export type Value =
  | number
  | string
  | boolean
  | null
  | Bytes
  | Global
  | Made
  | Dictionary
  | Persistent
  | Value[];

/** Whether it is what a function or a class makes whose name ends so. */
export function isMadeBy(value: Value | undefined, name: string): value is Made {
  return value instanceof Made && value.by instanceof Global && value.by.name.endsWith(name);
}

/** Sizes, where it is nothing else. */
export function sizesIn(value: Value | undefined): number[] | undefined {
  if (typeof value === 'number') return [value];
  if (!Array.isArray(value) || value.length > 64) return undefined;
  const isSizes = value.every((size) => typeof size === 'number' && size >= 0);
  return isSizes ? (value as number[]) : undefined;
}
