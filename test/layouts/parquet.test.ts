import { expect } from 'chai';
import { letters, writer } from './bytesOf.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

const { u32 } = writer();

/** A value of Thrift's compact protocol: a number, letters, a list of structures, or a structure by its fields. */
type Thrift = number | string | readonly Thrift[] | { readonly [field: number]: Thrift };

function varint(value: number): Buffer {
  return value < 128
    ? Buffer.of(value)
    : Buffer.concat([Buffer.of((value % 128) + 128), varint(Math.floor(value / 128))]);
}

function encode(value: Thrift): [type: number, bytes: Buffer] {
  if (typeof value === 'number') return [5, varint(2 * value)];
  if (typeof value === 'string') return [8, Buffer.concat([varint(value.length), letters(value)])];
  if (Array.isArray(value)) {
    return [
      9,
      Buffer.concat([Buffer.of(0xfc), varint(value.length), ...value.map((v) => encode(v)[1])]),
    ];
  }
  const fields = Object.entries(value as Record<string, Thrift>).map(([number, each]) => {
    const [type, bytes] = encode(each);
    return Buffer.concat([Buffer.of(type), varint(2 * Number(number)), bytes]);
  });
  return [12, Buffer.concat([...fields, Buffer.of(0)])];
}

const structure = (value: Thrift) => encode(value)[1];

/** A page of so many bytes, with those before its values. */
function page(bytes: number, levels?: number, encoding = 0): Buffer {
  const before = levels === undefined ? [] : [u32(levels), Buffer.alloc(levels)];
  const body = Buffer.concat([...before, Buffer.alloc(bytes)]);
  return Buffer.concat([
    structure({ 1: 0, 2: body.length, 3: body.length, 5: { 1: 9, 2: encoding } }),
    body,
  ]);
}

interface Column {
  readonly schema: Record<number, Thrift>;
  readonly pages: readonly Buffer[];
  readonly codec?: number;
}

function parquetFile(columns: readonly Column[]): Buffer {
  let at = 4;
  const chunks = columns.map(({ pages, codec = 0 }) => {
    const bytes = Buffer.concat(pages).length;
    at += bytes;
    return { 3: { 4: codec, 7: bytes, 9: at - bytes } };
  });
  const schema = [{ 4: 'schema' }, ...columns.map((column) => column.schema)];
  const footer = structure({ 2: schema, 4: [{ 1: chunks }] });
  const pages = columns.flatMap((column) => column.pages);
  return Buffer.concat([letters('PAR1'), ...pages, footer, u32(footer.length), letters('PAR1')]);
}

const COLUMNS: readonly Column[] = [
  { schema: { 1: 5, 3: 0, 4: 'plain' }, pages: [page(80), page(80), page(40)] },
  { schema: { 1: 1, 3: 1, 4: 'optional' }, pages: [page(24, 3), page(24, 3, 8)] },
  { schema: { 1: 7, 2: 6, 3: 0, 4: 'fixed' }, pages: [page(30)] },
  { schema: { 1: 6, 3: 0, 4: 'text' }, pages: [page(30)] },
  { schema: { 1: 2, 3: 0, 4: 'small' }, pages: [page(64)], codec: 1 },
  { schema: { 1: 3, 3: 0, 4: 'time' }, pages: [page(36)] },
];

describe('the layout of Parquet', () => {
  it('has the values of plain pages, those that are alike one after another as one', () => {
    const lines = fieldsSaid(parquetFile(COLUMNS)).map((line) => line.replace(/ at \d+/, ''));
    expect(lines).to.deep.equal([
      'Parquet',
      'plain: f64, 2*101 10*8',
      'plain: f64, 5*8',
      'optional: i32, 6*4',
      'fixed: u8, 5*6 6*1',
      'time: u32, 3*12 3*4',
    ]);
  });

  it('is none without its footer', () => {
    const file = parquetFile(COLUMNS);
    expect(fieldsSaid(file.subarray(0, -1))).to.deep.equal(['Parquet: its footer is not there']);
    const wrong = Buffer.from(file);
    wrong.writeUInt32LE(0xffffffff, file.length - 8);
    expect(fieldsSaid(wrong)[0]).to.match(/^Parquet: the file ends within its header/);
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(parquetFile(COLUMNS), { runs: 4000 });
  }).timeout(60_000);
});
