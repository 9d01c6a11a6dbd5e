/** Records that a file has one after another, each with fields: runs of those that are alike are tables. */
import { repeated } from './build.js';
import type { Field } from './layout.js';

/** A record, and its fields by their offsets in it. */
export interface Placed {
  readonly at: number;
  readonly fields: readonly Field[];
}

/** The fields of records; one more axis counts those that are alike and as far from each other. */
export function fieldsOfRuns(records: readonly Placed[]): Field[] {
  const found: Field[] = [];
  for (let from = 0; from < records.length; ) {
    const first = records[from] as Placed;
    const next = records[from + 1];
    const stride = next && next.at - first.at;
    let to = from + 1;
    while (stride !== undefined && goesOn(records, from, to, stride)) to++;
    const axes = to - from > 1 ? [{ count: to - from, stride: stride ?? 1 }] : [];
    for (const field of repeated(first.fields, first.at, axes)) found.push(field);
    from = to;
  }
  return found;
}

/** Whether a record is as the first of a run, and as far from the one before. */
function goesOn(records: readonly Placed[], from: number, to: number, stride: number): boolean {
  const [first, record] = [records[from], records[to]];
  return (
    first !== undefined &&
    record !== undefined &&
    record.at - first.at === (to - from) * stride &&
    isSame(first.fields, record.fields)
  );
}

function isSame(a: readonly Field[], b: readonly Field[]): boolean {
  return a.length === b.length && a.every((field, i) => isAlike(field, b[i] as Field));
}

function isAlike(a: Field, b: Field): boolean {
  return (
    a.offset === b.offset &&
    a.type === b.type &&
    a.bigEndian === b.bigEndian &&
    a.axes.length === b.axes.length &&
    a.axes.every(
      ({ count, stride }, i) => count === b.axes[i]?.count && stride === b.axes[i]?.stride,
    )
  );
}
