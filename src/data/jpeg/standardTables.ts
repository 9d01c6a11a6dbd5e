/**
 * Tables that most files have, which a number says: those of ITU-T T.81, annex K, and others that encoders come with, by
 * the quality that they were scaled to.
 */
import { CrayError } from '../../errors.js';
import { QUALITIES, STEPS, scaled } from './quality.js';
import { huffmanTablesIn, stepTablesIn } from './tables.js';

const hex = (digits: string) => new Uint8Array(Buffer.from(digits, 'hex'));

/** Numbers of codes and symbols, of T.81, K.3.3: first coefficients and others of luminance, the same of chrominance. */
const CODES = [
  '00010501010101010100000000000000000102030405060708090a0b',
  '0002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1f0' +
    '2433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a63646566676869' +
    '6a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5' +
    'c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
  '00030101010101010101010000000000000102030405060708090a0b',
  '00020102040403040705040400010277000102031104052131061241510761711322328108144291a1b1c109233352f0' +
    '156272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768' +
    '696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3' +
    'c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
].map(hex);

/** All tables, without their class and number. Which is which is part of the format. */
function* allTables(): Generator<Uint8Array> {
  yield* CODES;
  for (let quality = QUALITIES; quality > 0; quality--) {
    for (const steps of STEPS) yield Uint8Array.from(scaled(steps, quality));
  }
}

let made: { readonly tables: readonly Uint8Array[]; readonly numbers: Map<string, number> };

/** The tables by number, and their numbers, made when they are first asked for. */
function standard() {
  if (made) return made;
  const tables = [...allTables()];
  const numbers = new Map<string, number>();
  tables.forEach((table, i) => {
    const key = keyOf(table);
    if (!numbers.has(key)) numbers.set(key, i);
  });
  made = { tables, numbers };
  return made;
}

function keyOf(table: Uint8Array): string {
  return Buffer.from(table.buffer, table.byteOffset, table.length).toString('latin1');
}

const MARKER = 0xff;
/** What finds the tables of a segment, by its marker. */
const FINDERS: Readonly<Record<number, typeof stepTablesIn>> = {
  196: huffmanTablesIn,
  219: stepTablesIn,
};

/**
 * Bytes without the standard tables in them, wherever these are: in pictures, or in smaller ones that metadata hold.
 *
 * @returns them, and for each table the bytes since the one before, and its number.
 */
export function withoutTables(bytes: Uint8Array): { bytes: Uint8Array; tables: number[] } {
  const kept: Uint8Array[] = [];
  const tables: number[] = [];
  let end = 0;
  for (const found of tablesIn(bytes)) {
    const number = standard().numbers.get(keyOf(bytes.subarray(found.from, found.end)));
    if (number === undefined || found.from < end) continue;
    kept.push(bytes.subarray(end, found.from));
    tables.push(found.from - end, number);
    end = found.end;
  }
  kept.push(bytes.subarray(end));
  return { bytes: Buffer.concat(kept), tables };
}

function* tablesIn(bytes: Uint8Array): Generator<{ from: number; end: number }> {
  for (let at = bytes.indexOf(MARKER); at >= 0; at = bytes.indexOf(MARKER, at + 1)) {
    const find = FINDERS[bytes[at + 1] ?? 0];
    if (!find) continue;
    const start = at + 4;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    for (const { from, end } of find(bytes.subarray(start, at + 2 + Math.max(length, 2)))) {
      yield { from: start + from, end: start + end };
    }
  }
}

/** The inverse of {@link withoutTables}. @throws CrayError CORRUPT */
export function withTables(bytes: Uint8Array, tables: readonly number[]): Uint8Array {
  const all: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < tables.length; i += 2) {
    const [from = 0, number = -1] = [at + (tables[i] as number), tables[i + 1]];
    const table = standard().tables[number];
    if (from > bytes.length || !table) {
      throw new CrayError('CORRUPT', `jpeg: there is no table ${number} at byte ${from}`);
    }
    all.push(bytes.subarray(at, from), table);
    at = from;
  }
  all.push(bytes.subarray(at));
  return Buffer.concat(all);
}
