/** What must hold of fields, whoever says them: headers lie, and files are cut. */
import { unsuitable } from '../data/format.js';
import { type Axis, type Field, NUMBER_BYTES, numbersIn, spanOf } from './layout.js';

/** Most fields of a file. */
export const MAX_FIELDS = 1 << 16;

/** Most axes of a field. */
export const MAX_AXES = 8;

/**
 * The fields that a file has of those that its header says: what is beyond its end is left out, and so are fields
 * without numbers and axes of one.
 *
 * @throws CrayError DATA_INVALID for fields that overlap, or are more or larger than there can be.
 */
export function checkedFields(
  fields: readonly Field[],
  size: number | undefined,
  format: string,
): readonly Field[] {
  if (fields.length > MAX_FIELDS) throw unsuitable(format, `${fields.length} fields are too many`);
  const end = size ?? Number.MAX_SAFE_INTEGER;
  const found = fields.flatMap((field) => within(checkedAxes(field, format), end, format));
  const sorted = found.sort((a, b) => a.offset - b.offset);
  checkApart(sorted, format);
  return sorted;
}

/** A field with the axes that matter. */
function checkedAxes(field: Field, format: string): Field {
  const isSound = ({ count, stride }: Axis) =>
    Number.isInteger(count) && count >= 0 && Number.isInteger(stride) && stride > 0;
  if (!Number.isSafeInteger(field.offset) || field.offset < 0 || !field.axes.every(isSound)) {
    throw unsuitable(format, `${field.name}: its place or its sizes are absurd`);
  }
  const axes = merged(field.axes.filter(({ count }) => count !== 1));
  if (axes.length > MAX_AXES) throw unsuitable(format, `${field.name}: ${axes.length} axes`);
  return { ...field, axes };
}

/** No more axes than there may be, where some can be one. */
function merged(axes: readonly Axis[]): readonly Axis[] {
  if (axes.length <= MAX_AXES) return axes;
  const at = axes.findIndex(({ stride }, i) => {
    const inner = axes[i + 1];
    return inner !== undefined && stride === inner.count * inner.stride;
  });
  const [outer, inner] = [axes[at], axes[at + 1]];
  if (!outer || !inner) return axes;
  const one = { count: outer.count * inner.count, stride: inner.stride };
  return merged([...axes.slice(0, at), one, ...axes.slice(at + 2)]);
}

/** What of a field lies before an end. */
function within(field: Field, end: number, format: string): Field[] {
  if (field.axes.some(({ count }) => count === 0)) return [];
  let { axes } = field;
  for (;;) {
    const [outer, ...inner] = axes;
    const room = end - field.offset - spanOf({ type: field.type, axes: inner });
    if (!outer) return room < 0 ? [] : [{ ...field, axes }];
    if (room < 0) {
      axes = inner;
      continue;
    }
    const count = Math.min(outer.count, Math.floor(room / outer.stride) + 1);
    axes = count > 1 ? [{ ...outer, count }, ...inner] : inner;
    if (!axes.every(({ stride }) => Number.isSafeInteger(stride))) {
      throw unsuitable(format, `${field.name}: ${numbersIn(field)} numbers are absurd`);
    }
    return [{ ...field, axes }];
  }
}

/**
 * Fields side by side do not overlap. Those that lie between each other must be columns of one table, whose records are
 * looked at in the same way.
 *
 * @param fields by their offsets.
 */
function checkApart(fields: readonly Field[], format: string): void {
  for (let from = 0; from < fields.length; ) {
    let to = from;
    let end = 0;
    do {
      const field = fields[to++] as Field;
      end = Math.max(end, field.offset + spanOf(field));
    } while (to < fields.length && (fields[to] as Field).offset < end);
    checkTogether(fields.slice(from, to), format);
    from = to;
  }
}

/** Fields one of which begins before others end. */
function checkTogether(fields: readonly Field[], format: string): void {
  const [first] = fields as [Field];
  const stride = fields.reduce((most, { axes }) => Math.max(most, axes[0]?.stride ?? 0), 0);
  if (fields.length === 1 && stride === 0) return;
  const inRecord = fields.map((field) => {
    // What lies in one record alone, as a table that is cut may have it, is taken to lie in each.
    const axes = field.axes[0]?.stride === stride ? field.axes.slice(1) : field.axes;
    const offset = stride === 0 ? 0 : (field.offset - first.offset) % stride;
    if (offset + spanOf({ ...field, axes }) > stride) {
      throw unsuitable(format, `${field.name}: overlaps another field, or itself`);
    }
    return { ...field, offset, axes };
  });
  checkApart(
    inRecord.sort((a, b) => a.offset - b.offset),
    format,
  );
}

/** Bytes of a file that are in fields. */
export function bytesIn(fields: readonly Field[]): number {
  return fields.reduce((sum, field) => sum + numbersIn(field) * NUMBER_BYTES[field.type], 0);
}
