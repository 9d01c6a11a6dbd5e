/** A stretch [from, to). */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Which places have been visited, each of which counts once. */
export class Coverage {
  /** How many places there are. */
  places = 0;
  /** In their order, none of which touch. */
  private readonly stretches: Stretch[] = [];

  /** Visits [from, to). Quick where that is near the end of what there is. */
  add(from: number, to: number): void {
    if (from >= to) return;
    let end = this.stretches.length;
    while (end > 0 && (this.stretches[end - 1] as Stretch).from > to) end--;
    let [start, all] = [end, { from, to }];
    for (; start > 0; start--) {
      const before = this.stretches[start - 1] as Stretch;
      if (before.to < from) break;
      this.places -= before.to - before.from;
      all = { from: Math.min(all.from, before.from), to: Math.max(all.to, before.to) };
    }
    this.stretches.splice(start, end - start, all);
    this.places += all.to - all.from;
  }
}
