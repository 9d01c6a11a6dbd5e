/**
 * How often each level has been among the symbols of each image so far, as networks see it: n / (n + 1)
 * in single precision, 0 where it has not been.
 */
export class Tally {
  private readonly counts: Uint32Array;

  /**
   * @param numbers [items, levels]: where they stand.
   * @param levels of a symbol.
   * @param except the level that is not counted, that of all outside the image for instance.
   */
  constructor(
    private readonly numbers: Float32Array,
    private readonly levels: number,
    private readonly except: number,
  ) {
    this.counts = new Uint32Array(numbers.length);
    this.clear();
  }

  /** Forgets all. */
  clear(): void {
    this.counts.fill(0);
    this.numbers.fill(0);
  }

  /** Counts symbols of an item; @param by 1, or -1 for symbols that are not to have been. */
  count(item: number, level: number, by: 1 | -1): void {
    if (level === this.except) return;
    const at = item * this.levels + level;
    const n = (this.counts[at] as number) + by;
    this.counts[at] = n;
    this.numbers[at] = n / (n + 1);
  }
}
