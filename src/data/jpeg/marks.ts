/** A few places of many, in order, each with a number that is not 0: that of all others is. */
export class Marks {
  readonly places: number[] = [];
  readonly numbers: number[] = [];

  /** Marks a place after all others. */
  add(place: number, number: number): void {
    this.places.push(place);
    this.numbers.push(number);
  }

  /** Leaves out those from a place on. */
  endAt(place: number): void {
    const count = this.places.findLastIndex((one) => one < place) + 1;
    this.places.length = count;
    this.numbers.length = count;
  }
}

/** Stands for the place after the last. */
const NOWHERE = Number.POSITIVE_INFINITY;

/** Goes over places in order. */
export class MarkReader {
  private next = 0;
  /** The next place that has a number. */
  place: number;

  constructor(private readonly marks: Marks) {
    this.place = marks.places[0] ?? NOWHERE;
  }

  /** The number of a place, which is after those that were asked for. */
  at(place: number): number {
    if (place !== this.place) return 0;
    const number = this.marks.numbers[this.next++] as number;
    this.place = this.marks.places[this.next] ?? NOWHERE;
    return number;
  }
}
