/** Layouts of files that nobody knows: records of one length, and the numbers in them, found from the bytes. */
import { arrayField, tableFields } from './build.js';
import { type FoundArray, likelyArrays } from './found/arrays.js';
import { columnCost, plainCost } from './found/columns.js';
import { endsOf } from './found/ends.js';
import { cheapestOf, stretchOf } from './found/judge.js';
import { equalAtLags, lagsOf } from './found/lags.js';
import { type Part, type Partition, partitionOf, recordsAt } from './found/partition.js';
import { rowsOfPlane } from './found/planes.js';
import { rowBytesOf } from './found/rows.js';
import { recordsIn, type Window, windowsOf } from './found/sample.js';
import { type Field, NUMBER_BYTES, numbersIn } from './layout.js';

/** Least bytes of a file, longest record whose numbers are told apart, least records, and lengths that are tried anyway. */
const [LEAST_BYTES, LONGEST, LEAST_RECORDS] = [2048, 1024, 32];
const USUAL = [2, 4, 8];

/** Most distances that are tried, and how much more than other bytes columns may cost, since numbers cost less. */
const [PEAKS, HOPELESS] = [12, 1.1];

/** Bytes that are looked at together, and bits a byte of which nothing can be told. */
const [PIECE, NOISE] = [64, 7.99];

/** Which part of the bytes of a text are letters, spaces and ends of lines. */
const LETTERS = 0.97;

/** How much less a longer record must cost, and one of several shorter. */
const [LONGER, MULTIPLE] = [0.99, 0.95];

/** Which part of what bytes cost without them records cost that there are for sure. */
const SURE = 0.98;

/** What an array has beyond its last whole row. */
const REST = 'rest';

/** Of what bytes cost, what arrays may seem to where there are no records: programs are not far from that. */
const MUCH_LESS = 0.85;

/** Most numbers of a record that are columns of their own, where all are of one type. */
const MOST_COLUMNS = 16;

/**
 * What may lie where in a file, or a stretch of one, that nobody knows: a proposal, which a sample must prove. It
 * says nothing of texts, programs, and what is compressed.
 */
export function foundFields(bytes: Uint8Array): readonly Field[] | undefined {
  if (bytes.length < LEAST_BYTES) return undefined;
  const windows = windowsOf(bytes);
  const pieces = recordsIn(windows, PIECE);
  const plain = plainCost(bytes, pieces, PIECE);
  if (isText(bytes, pieces) || plain > NOISE) return undefined;
  const equal = equalAtLags(bytes, windows);
  const records = foundRecords(bytes, windows, equal, plain);
  const volume = records && withPlanes(bytes, records);
  if (volume) return volume;
  const stretch = stretchOf(bytes);
  const limit = records ? Number.POSITIVE_INFINITY : MUCH_LESS * plain;
  const arrays = likelyArrays(stretch, equal, limit).map((array) => arrayIn(bytes, windows, array));
  const proposals = [records, records && withoutRows(records), ...arrays];
  return cheapestOf(
    stretch,
    proposals.filter((fields) => fields !== undefined),
    plain,
  );
}

/** An array with planes of its rows, where there seem to be some; undefined for all else. */
function withPlanes(bytes: Uint8Array, fields: readonly Field[]): readonly Field[] | undefined {
  const [array, rest] = fields;
  if (!array || (rest && rest.name !== REST)) return undefined;
  const rows = rowsOfPlane(bytes, array);
  const [outer, inner] = array.axes;
  if (rows === undefined || !outer || !inner) return undefined;
  const planes = Math.floor(outer.count / rows);
  const left = outer.count - planes * rows;
  const whole = arrayField(array.name, array.offset, array, [planes, rows, inner.count]);
  if (left === 0) return [whole, ...(rest ? [rest] : [])];
  const end = array.offset + planes * rows * outer.stride;
  const numbers = left * inner.count + (rest ? numbersIn(rest) : 0);
  return [whole, arrayField(REST, end, array, [numbers])];
}

/** An array without its rows; undefined for what is none. */
function withoutRows([array, rest]: readonly Field[]): readonly Field[] | undefined {
  if (array?.axes.length !== 2 || (rest && rest.name !== REST)) return undefined;
  const numbers = numbersIn(array) + (rest ? numbersIn(rest) : 0);
  return [arrayField(array.name, array.offset, array, [numbers])];
}

/** Records of some length, or an array, as their bytes tell by how often each comes up. */
function foundRecords(
  bytes: Uint8Array,
  windows: readonly Window[],
  equal: Float64Array,
  plain: number,
): readonly Field[] | undefined {
  const found = (length: number) => ({
    length,
    ...partitionOf(recordsAt(bytes, recordsIn(windows, length), length)),
  });
  const short = USUAL.map(found).reduce(cheaper);
  const array = short.parts.length === 1 ? short.parts[0] : undefined;
  if (array && short.cost < plain) {
    const { kind } = array;
    const { start } = short;
    const row = rowBytesOf(bytes, windows, equal, kind, start);
    const long = row === undefined ? lengthOf(bytes, windows, equal, plain) : undefined;
    const best = long === undefined ? short : cheaper(short, found(long));
    return best === short
      ? arrayIn(bytes, windows, { kind, start, row })
      : recordsFrom(bytes, windows, best);
  }
  const long = lengthOf(bytes, windows, equal, plain);
  const best = long === undefined ? short : cheaper(short, found(long));
  // Bytes alone are records where they are so for sure.
  const share = best.parts.every(({ kind }) => kind.type === 'u8') ? SURE : 1;
  return best.cost < plain * share ? recordsFrom(bytes, windows, best) : undefined;
}

/** Records of a length, taken apart. */
interface Found extends Partition {
  readonly length: number;
}

/** The one of two that costs less, the shorter first. */
function cheaper(short: Found, long: Found): Found {
  const share = short.parts.length === 1 ? MULTIPLE : LONGER;
  return long.cost < short.cost * share ? long : short;
}

/** Whether nearly all is letters. */
function isText(bytes: Uint8Array, pieces: readonly number[]): boolean {
  let letters = 0;
  for (const start of pieces) {
    for (const byte of bytes.subarray(start, start + PIECE)) {
      if ((byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13)) letters++;
    }
  }
  return letters > LETTERS * pieces.length * PIECE;
}

/** The length of records at which columns cost least; undefined where there is none. */
function lengthOf(
  bytes: Uint8Array,
  windows: readonly Window[],
  equal: Float64Array,
  plain: number,
): number | undefined {
  const tried = lagsOf(equal.subarray(0, LONGEST + 2), PEAKS);
  let best: number | undefined;
  let least = plain * HOPELESS;
  for (const length of tried) {
    const starts = recordsIn(windows, length);
    if (starts.length < LEAST_RECORDS) continue;
    const cost = columnCost(bytes, starts, length);
    const isMultiple = best !== undefined && length % best === 0 && least < plain * SURE;
    const share = isMultiple ? MULTIPLE : LONGER;
    if (cost >= least * share) continue;
    [best, least] = [length, cost];
  }
  return best;
}

/** An array of numbers of one type, with rows where there are some. */
function arrayIn(
  bytes: Uint8Array,
  windows: readonly Window[],
  { kind, start, row }: FoundArray,
): readonly Field[] | undefined {
  const width = NUMBER_BYTES[kind.type];
  const { from, to } = endsOf(bytes, start, width, recordsIn(windows, width));
  const numbers = Math.floor((to - from) / width);
  if (numbers < LEAST_RECORDS) return undefined;
  const inRow = row === undefined ? numbers : row / width;
  const rows = Math.floor(numbers / inRow);
  if (rows < 2) return [arrayField('values', from, kind, [numbers])];
  const left = numbers - rows * inRow;
  const whole = arrayField('values', from, kind, [rows, inRow]);
  return left === 0 ? [whole] : [whole, arrayField(REST, to - left * width, kind, [left])];
}

/** A table of records, each number of one a column; where all are of one type, and many, they are an array of rows. */
function recordsFrom(
  bytes: Uint8Array,
  windows: readonly Window[],
  { start, parts, length }: Found,
): readonly Field[] | undefined {
  const { from, to } = endsOf(bytes, start, length, recordsIn(windows, length));
  const rows = Math.floor((to - from) / length);
  const [first] = parts;
  if (rows < LEAST_RECORDS || !first) return undefined;
  if (parts.length > MOST_COLUMNS && parts.every((part) => isAlike(part, first))) {
    return [arrayField('values', from, first.kind, [rows, parts.length])];
  }
  return tableFields(columnsOf(parts), { offset: from, rows, rowBytes: length }, bytes.length);
}

/** Columns of a record; bytes that are no numbers beside each other are one. */
function columnsOf(parts: readonly Part[]): Field[] {
  const columns: Field[] = [];
  for (let i = 0; i < parts.length; ) {
    const part = parts[i] as Part;
    let to = i + 1;
    while (part.kind.type === 'u8' && to < parts.length && isAlike(parts[to] as Part, part)) to++;
    const sizes = to - i === 1 ? [] : [to - i];
    columns.push(arrayField(`column ${columns.length + 1}`, part.at, part.kind, sizes));
    i = to;
  }
  return columns;
}

function isAlike(a: Part, b: Part): boolean {
  return a.kind.type === b.kind.type && a.kind.bigEndian === b.kind.bigEndian;
}
