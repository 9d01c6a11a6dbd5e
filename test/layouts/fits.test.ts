import { expect } from 'chai';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

/** A header of cards, and so many bytes of data: each in blocks. */
function unit(cards: Readonly<Record<string, string | number>>, bytes: number): Buffer {
  const lines = Object.entries(cards).map(([name, value]) => {
    const text =
      typeof value === 'string' && value !== 'T' ? `'${value}'` : `${value}`.padStart(20);
    return `${name.padEnd(8)}= ${text} / for people`.padEnd(80);
  });
  const text = [...lines, 'COMMENT ='.padEnd(80), 'END'.padEnd(80)].join('');
  const blocks = (length: number) => 2880 * Math.ceil(length / 2880);
  return Buffer.concat([
    Buffer.from(text.padEnd(blocks(text.length)), 'latin1'),
    Buffer.alloc(blocks(bytes)),
  ]);
}

const EMPTY = { SIMPLE: 'T', BITPIX: 8, NAXIS: 0 };

const table = (cards: Record<string, string | number>) => ({
  XTENSION: 'BINTABLE',
  BITPIX: 8,
  NAXIS: 2,
  ...cards,
});

const COLUMNS = {
  TFIELDS: 6,
  TFORM1: '1D',
  TTYPE1: 'TIME',
  TFORM2: '6I',
  TDIM2: '(2,3)',
  TFORM3: '4A',
  TTYPE3: "it''s",
  TFORM4: '11X',
  TFORM5: '0J',
  TFORM6: 'PE(12)',
};

const TABLE = unit(
  table({ NAXIS1: 34, NAXIS2: 5, PCOUNT: 100, EXTNAME: 'RATES', ...COLUMNS }),
  270,
);

const IMAGE = unit({ SIMPLE: 'T', BITPIX: -32, NAXIS: 3, NAXIS1: 5, NAXIS2: 4, NAXIS3: 3 }, 240);

const FILE = Buffer.concat([
  IMAGE,
  TABLE,
  unit({ XTENSION: 'IMAGE', BITPIX: 16, NAXIS: 1, NAXIS1: 7 }, 14),
]);

describe('the layout of FITS', () => {
  it('has a field for each image, and for each column of a table', () => {
    expect(fieldsSaid(FILE)).to.deep.equal([
      'FITS',
      'unit 1: f32 big at 2880, 3*80 4*20 5*4',
      'RATES.TIME: f64 big at 8640, 5*34',
      'RATES.column 2: i16 big at 8648, 5*34 3*4 2*2',
      "RATES.it's: text at 8660, 5*34 4*1",
      'RATES.column 4: u8 at 8664, 5*34 2*1',
      'RATES.column 6: u32 big at 8666, 5*34 2*4',
      'unit 3: i16 big at 14400, 7*2',
    ]);
  });

  it('knows all types of images and of columns', () => {
    const image = (bits: number) => unit({ SIMPLE: 'T', BITPIX: bits, NAXIS: 1, NAXIS1: 9 }, 90);
    const types = [8, 16, 32, 64, -32, -64].map((bits) => fieldsSaid(image(bits))[1]);
    expect(types.map((line) => /: (\w+)/.exec(line ?? '')?.[1])).to.deep.equal([
      'u8',
      'i16',
      'i32',
      'i64',
      'f32',
      'f64',
    ]);
    const lines = [...'LXBIJKAEDCMPQ'].map((letter) => {
      const cards = table({ NAXIS1: 32, NAXIS2: 2, TFIELDS: 1, TFORM1: `2${letter}` });
      return fieldsSaid(Buffer.concat([unit(EMPTY, 0), unit(cards, 64)]))[1];
    });
    expect(
      lines.map((line) => line?.replace(/.*column 1: (.*) at \d+, 2\*32 ?/, '$1 ')),
    ).to.deep.equal([
      'u8 2*1',
      'u8 ',
      'u8 2*1',
      'i16 big 2*2',
      'i32 big 2*4',
      'i64 big 2*8',
      'text 2*1',
      'f32 big 2*4',
      'f64 big 2*8',
      'f32 big 2*8 2*4',
      'f64 big 2*16 2*8',
      'u32 big 2*8 2*4',
      'u64 big 2*16 2*8',
    ]);
  });

  it('has the columns of tables of letters, and random groups', () => {
    const cards = { TFIELDS: 2, TFORM1: 'I6', TBCOL1: 8, TFORM2: 'F7.2', TBCOL2: 1 };
    const letters = { XTENSION: 'TABLE', BITPIX: 8, NAXIS: 2, NAXIS1: 14, NAXIS2: 3, ...cards };
    expect(fieldsSaid(Buffer.concat([unit(EMPTY, 0), unit(letters, 42)])).slice(1)).to.deep.equal([
      'unit 2.column 2: text at 5760, 3*14 7*1',
      'unit 2.column 1: text at 5767, 3*14 6*1',
    ]);
    const sizes = { NAXIS: 3, NAXIS1: 0, NAXIS2: 2, NAXIS3: 4 };
    const groups = { SIMPLE: 'T', BITPIX: -32, ...sizes, GROUPS: 'T', PCOUNT: 3, GCOUNT: 6 };
    expect(fieldsSaid(unit(groups, 264)).slice(1)).to.deep.equal([
      'unit 1.parameters: f32 big at 2880, 6*44 3*4',
      'unit 1.values: f32 big at 2892, 6*44 4*8 2*4',
    ]);
  });

  it('is bytes for images that are compressed by tiles', () => {
    const cards = table({ NAXIS1: 8, NAXIS2: 5, ZIMAGE: 'T', TFIELDS: 1, TFORM1: '1PB' });
    const file = Buffer.concat([unit(EMPTY, 0), unit(cards, 40)]);
    expect(fieldsSaid(file)).to.deep.equal(['FITS: it has no numbers']);
  });

  it('is none where a header lies', () => {
    const lines = [
      { SIMPLE: 'T', BITPIX: 12, NAXIS: 1, NAXIS1: 7 },
      { SIMPLE: 'T', BITPIX: 8, NAXIS: 100000 },
      { SIMPLE: 'T', BITPIX: 8, NAXIS: 2, NAXIS1: 1e15, NAXIS2: 1e15 },
      { SIMPLE: 'T', BITPIX: 8, NAXIS: 2, NAXIS1: -4, NAXIS2: 4 },
      { SIMPLE: 'T', BITPIX: 8, NAXIS: 2, NAXIS1: 4 },
    ].map((cards) => fieldsSaid(unit(cards, 100))[0]);
    const wide = unit(table({ NAXIS1: 7, NAXIS2: 5, TFIELDS: 1, TFORM1: '1D' }), 40);
    const other = unit(table({ NAXIS1: 7, NAXIS2: 5, TFIELDS: 1, TFORM1: '1Y' }), 40);
    for (const file of [wide, other]) {
      lines.push(fieldsSaid(Buffer.concat([unit(EMPTY, 0), file]))[0]);
    }
    expect(lines).to.deep.equal([
      'FITS: BITPIX 12 is not known',
      'FITS: 100000 axes are absurd',
      'FITS: 1e+30 numbers are absurd',
      'FITS: NAXIS1: -4 is no size',
      'FITS: NAXIS2: undefined is no size',
      'FITS: columns of 8 bytes, and rows of 7',
      'FITS: TFORM1: 1Y is not known',
    ]);
  });

  it('has whole rows only, and what there is of an image', () => {
    expect(fieldsSaid(FILE.subarray(0, 8640 + 3 * 34 + 33)).at(-1)).to.equal(
      'RATES.column 6: u32 big at 8666, 3*34 2*4',
    );
    expect(fieldsSaid(FILE.subarray(0, 2880 + 239)).at(-1)).to.equal(
      'unit 1: f32 big at 2880, 2*80 4*20 5*4',
    );
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(TABLE_FILE, { runs: 2500 });
    checkDamaged(IMAGE, { runs: 700 });
  }).timeout(60_000);
});

const TABLE_FILE = Buffer.concat([unit(EMPTY, 0), TABLE]);
