import { type Axis, endOf, type Field } from './field.js';

/**
 * What of fields is within bytes [from, to), as fields of these bytes: of arrays that go beyond it, the rows
 * that are wholly inside along each axis.
 */
export function fieldsWithin(fields: readonly Field[], from: number, to: number): Field[] {
  return fields.flatMap((field) => [...inside(field, from, to)]);
}

/** {@link fieldsWithin} of ranges each of which begins where the one before ended, or later; of these it looks at what is near. */
export function fieldsInOrder(fields: readonly Field[]): (from: number, to: number) => Field[] {
  const ahead = fields.map((field, i) => ({ field, i, end: NaN }));
  ahead.sort((a, b) => b.field.offset - a.field.offset);
  let open: typeof ahead = [];
  return (from, to) => {
    const before = open.length;
    for (let next = ahead.at(-1); next && next.field.offset < to; next = ahead.at(-1)) {
      ahead.pop();
      open.push({ ...next, end: endOf(next.field) });
    }
    if (open.length > before) open.sort((a, b) => a.i - b.i);
    open = open.filter(({ end }) => end > from);
    return open.flatMap(({ field }) => [...inside(field, from, to)]);
  };
}

function* inside(field: Field, from: number, to: number): Generator<Field> {
  const { offset, axes } = field;
  if (axes.some(({ count }) => count === 0) || endOf(field) <= from || offset >= to) return;
  if (offset >= from && endOf(field) <= to) {
    yield { ...field, offset: offset - from };
    return;
  }
  const widest = widestOf(axes);
  const { count, stride } = axes[widest] ?? { count: 1, stride: 0 };
  if (count === 1) return;
  if (stride <= 0) return;
  const row = { ...field, axes: axes.filter((_, i) => i !== widest) };
  const span = endOf(row) - offset;
  const first = Math.min(count, Math.max(0, Math.ceil((from - offset) / stride)));
  const end = Math.min(count, Math.floor((to - offset - span) / stride) + 1);
  const at = (i: number) => offset + i * stride;
  if (first > 0) yield* inside({ ...row, offset: at(first - 1) }, from, to);
  if (end > first) {
    const kept: Axis = { count: end - first, stride };
    yield { ...field, offset: at(first) - from, axes: axes.with(widest, kept) };
  }
  if (end < count && end >= first) yield* inside({ ...row, offset: at(end) }, from, to);
}

/** The axis with the largest steps, the outermost one but in arrays whose first index is the fastest. */
function widestOf(axes: readonly Axis[]): number {
  const steps = axes.map(({ count, stride }) => (count > 1 ? stride : 0));
  return steps.indexOf(Math.max(...steps));
}
