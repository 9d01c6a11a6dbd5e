/**
 * What a codec remembers of what it did last: what is chosen by an estimate is asked for again at once, to be coded. Who
 * measures how long something takes forgets it first, since else it takes no time to who has done it before.
 */
export class Remembered<T> {
  private static readonly all: Remembered<unknown>[] = [];

  last: T | undefined;

  constructor() {
    Remembered.all.push(this);
  }

  /** Forgets all that is remembered, of whatever it is. */
  static forget(): void {
    for (const one of Remembered.all) one.last = undefined;
  }
}
