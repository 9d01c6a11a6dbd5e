/**
 * A lock between the thread of a command and the one that ends the program: what is done under it is done
 * whole, or not begun. It lives in memory that both threads have.
 */
export class Lock {
  private readonly state: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(4)) {
    this.state = new Int32Array(memory);
  }

  /** Does something short, to its end; waits for ever where the program is ending. */
  during<T>(action: () => T): T {
    while (Atomics.compareExchange(this.state, 0, FREE, TAKEN) !== FREE) {
      Atomics.wait(this.state, 0, TAKEN);
    }
    try {
      return action();
    } finally {
      Atomics.store(this.state, 0, FREE);
      Atomics.notify(this.state, 0);
    }
  }

  /** Takes the lock for good, so that nothing is begun under it any more. @returns whether that was in time. */
  async close(milliseconds: number): Promise<boolean> {
    const deadline = performance.now() + milliseconds;
    while (Atomics.compareExchange(this.state, 0, FREE, TAKEN) !== FREE) {
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return true;
  }
}

const FREE = 0;
const TAKEN = 1;
