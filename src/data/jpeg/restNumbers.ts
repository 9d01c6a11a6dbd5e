/** What pictures and scans are beside their coefficients, as numbers. */
import { CrayError } from '../../errors.js';
import { MOST_IDLE, noChoices } from './blockCoder.js';
import { Marks } from './marks.js';
import type { ScanRest } from './scanRest.js';

/** What a scan has that most have not: it is cut, or something was chosen otherwise. */
const [CUT, FILLS, IDLE, BROKEN] = [1, 2, 4, 8];

/** A scan as numbers: most are one 0. */
export function scanNumbers({ units, cut, fills, idle, broken }: ScanRest): number[] {
  const has = ({ places }: Marks, bit: number) => (places.length > 0 ? bit : 0);
  const flags = (cut ? CUT : 0) + has(fills, FILLS) + has(idle, IDLE) + has(broken, BROKEN);
  return [
    flags,
    ...(cut ? [units] : []),
    ...[fills, idle].filter(({ places }) => places.length > 0).flatMap(markNumbers),
    ...(broken.places.length > 0 ? [broken.places.length, ...gaps(broken.places)] : []),
  ];
}

function markNumbers({ places, numbers }: Marks): number[] {
  const all = gaps(places);
  return [places.length, ...all.flatMap((gap, i) => [gap, numbers[i] as number])];
}

/** Places that lie between one and the one before. */
function gaps(places: readonly number[]): number[] {
  return places.map((place, i) => place - (i > 0 ? (places[i - 1] as number) + 1 : 0));
}

/** Reads numbers one after another. */
export class Numbers {
  private at = 0;

  constructor(private readonly all: readonly number[]) {}

  /** @throws CrayError CORRUPT where there is none of at most so much. */
  next(most = Number.MAX_SAFE_INTEGER): number {
    const number = this.all[this.at++];
    if (number === undefined || number > most) {
      throw new CrayError('CORRUPT', `jpeg: expected a number of at most ${most}, got ${number}`);
    }
    return number;
  }

  /** @throws CrayError CORRUPT where some are left. */
  end(): void {
    const left = this.all.length - this.at;
    if (left > 0) throw new CrayError('CORRUPT', `jpeg: expected no more numbers, got ${left}`);
  }

  /** The inverse of {@link scanNumbers}, of a scan of so many units. @throws CrayError CORRUPT */
  scan(units: number): ScanRest {
    const flags = this.next(CUT + FILLS + IDLE + BROKEN);
    const cut = (flags & CUT) > 0;
    return {
      cut,
      units: cut ? this.next(units) : units,
      fills: flags & FILLS ? this.marks(() => this.next(0x7f)) : new Marks(),
      idle: flags & IDLE ? this.marks(() => this.next(MOST_IDLE)) : noChoices().idle,
      broken: flags & BROKEN ? this.marks(() => 1) : noChoices().broken,
    };
  }

  private marks(number: () => number): Marks {
    const marks = new Marks();
    let place = 0;
    for (let left = this.next(); left > 0; left--) {
      place += this.next();
      marks.add(place++, number());
    }
    return marks;
  }
}
