/** How far a long piece of work is: told from deep within it, and heard by who began it. */

let hear: ((elements: number) => void) | undefined;

/** Says that so many elements more have been gone through. Cheap, so it can be said often. */
export function worked(elements: number): void {
  hear?.(elements);
}

/** Runs a piece of work and hears how far it is. What runs must not wait: others would be heard as well. */
export function hearing<T>(onWork: (elements: number) => void, work: () => T): T {
  const before = hear;
  hear = onWork;
  try {
    return work();
  } finally {
    hear = before;
  }
}
