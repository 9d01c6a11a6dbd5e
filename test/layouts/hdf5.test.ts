import { expect } from 'chai';
import { writer } from './bytesOf.js';
import {
  array,
  chunked,
  compound,
  contiguous,
  enumeration,
  float,
  Hdf5File,
  integer,
  link,
  type Message,
  newHeader,
  oldHeader,
  oldSpace,
  space,
  string,
  symbolGroup,
} from './hdf5File.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

const { u8, u16, u32, u64 } = writer();

/** A file in the old form: two groups in each other, and data sets. */
function oldFile(): Buffer {
  const file = new Hdf5File();
  file.add(Buffer.alloc(96));
  const [a, b] = [file.add(Buffer.alloc(60)), file.add(Buffer.alloc(48))];
  const first = oldHeader(file, [oldSpace(3, 5), [3, float(4, 8)]], [contiguous(a, 60)]);
  const type = integer(2, { signed: true, bigEndian: true });
  const second = oldHeader(file, [oldSpace(4, 6), [3, type], contiguous(b, 48)]);
  const inner = oldHeader(file, [symbolGroup(file, { second })]);
  const root = oldHeader(file, [symbolGroup(file, { first, inner })]);
  return file.bytes(0, root);
}

/** A file in the new form, whose root has a data set of these messages. */
function newFile(build: (file: Hdf5File, data: number) => readonly Message[], bytes = 240): Buffer {
  const file = new Hdf5File();
  file.add(Buffer.alloc(48));
  const messages = build(file, file.add(Buffer.alloc(bytes)));
  const root = newHeader(file, [], [link('x', newHeader(file, messages))]);
  return file.bytes(2, root);
}

const ofType = (bytes: number, type: Uint8Array) =>
  fieldsSaid(newFile((_, at) => [space(3), [3, type], contiguous(at, 3 * bytes)])).slice(1);

describe('the layout of HDF5', () => {
  it('has a field for each data set in one piece, in old files', () => {
    expect(fieldsSaid(oldFile())).to.deep.equal([
      'HDF5',
      'first: f32 at 96, 3*20 5*4',
      'inner/second: i16 big at 156, 4*12 6*2',
    ]);
  });

  it('and in new ones', () => {
    const file = newFile((_, at) => [space(3, 5), [3, float(8, 11)], contiguous(at, 120)]);
    expect(fieldsSaid(file)).to.deep.equal(['HDF5', 'x: f64 at 48, 3*40 5*8']);
  });

  it('knows integers, floats, strings and enumerations', () => {
    const numbers = [1, 2, 4, 8].flatMap((n) => [
      ...ofType(n, integer(n)),
      ...ofType(n, integer(n, { signed: true })),
    ]);
    expect(numbers.map((line) => line.split(' ')[1]?.replace(',', ''))).to.deep.equal(
      'u8 i8 u16 i16 u32 i32 u64 i64'.split(' '),
    );
    const floats = [ofType(2, float(2, 5)), ofType(2, float(2, 8)), ofType(4, float(4, 8))].flat();
    expect(floats).to.deep.equal(['x: f16 at 48, 3*2', 'x: bf16 at 48, 3*2', 'x: f32 at 48, 3*4']);
    expect(ofType(10, float(10, 15))).to.deep.equal([]);
    expect(ofType(5, string(5))).to.deep.equal(['x: text at 48, 3*5 5*1']);
    const bool = enumeration(integer(1, { signed: true }), 1, ['FALSE', 'TRUE']);
    expect(ofType(1, bool)).to.deep.equal(['x: i8 at 48, 3*1']);
  });

  it('has a field for each member of compounds of every version', () => {
    const inner = compound(3, 6, { r: [0, integer(2)], i: [2, float(4, 8)] });
    const three = compound(3, 24, {
      e: [0, enumeration(integer(1), 1, ['no', 'yes'])],
      a: [2, array([2, 2], 16, integer(4))],
      in: [18, inner],
    });
    expect(ofType(24, three)).to.deep.equal([
      'x.e: u8 at 48, 3*24',
      'x.a: u32 at 50, 3*24 2*8 2*4',
      'x.in.r: u16 at 66, 3*24',
      'x.in.i: f32 at 68, 3*24',
    ]);
    const two = compound(2, 12, { time: [0, float(8, 11)], 'a longer name': [8, integer(4)] });
    expect(ofType(12, two)).to.deep.equal([
      'x.time: f64 at 48, 3*12',
      'x.a longer name: u32 at 56, 3*12',
    ]);
    const one = compound(1, 16, { p: [0, integer(2), [3, 2]], q: [12, integer(4)] });
    expect(ofType(16, one)).to.deep.equal(['x.p: u16 at 48, 3*16 3*4 2*2', 'x.q: u32 at 60, 3*16']);
  });

  it('has chunks that are not filtered, those one after another as one', () => {
    const sets = (more: readonly Message[]) =>
      newFile(
        (file, at) => [
          ...[space(6, 10), [3, integer(2)] as const, ...more],
          chunked(file, [at, at + 60, at + 120, at + 200], [3, 10, 2]),
        ],
        260,
      );
    expect(fieldsSaid(sets([]))).to.deep.equal([
      'HDF5',
      'x: u16 at 48, 3*60 3*20 10*2',
      'x: u16 at 248, 3*20 10*2',
    ]);
    expect(fieldsSaid(sets([[11, u8(2, 1)]]))).to.deep.equal(['HDF5: it has no numbers']);
  });

  it('has data sets in their headers, and those of other versions of the layout', () => {
    const inHeader = newFile(() => [
      ...[space(4), [3, integer(4)] as const],
      [8, Buffer.concat([u8(3, 0), u16(16), Buffer.alloc(16)])],
    ]);
    expect(fieldsSaid(inHeader)[1]).to.match(/^x: u32 at 3\d\d, 4\*4$/);
    const once = newFile((_, at) => [
      ...[space(4), [3, integer(4)] as const],
      [8, Buffer.concat([u8(1, 1, 1, 0, 0, 0, 0, 0), u64(at), u32(4)])],
    ]);
    expect(fieldsSaid(once)[1]).to.equal('x: u32 at 48, 4*4');
    const single = newFile((_, at) => [
      ...[space(4), [3, integer(4)] as const],
      [8, Buffer.concat([u8(4, 2, 0, 2, 1, 4, 4, 1), u64(at)])],
    ]);
    expect(fieldsSaid(single)[1]).to.equal('x: u32 at 48, 4*4');
  });

  it('finds the data sets of groups that have their links in a heap', () => {
    const file = new Hdf5File();
    file.add(Buffer.alloc(48));
    const at = file.add(Buffer.alloc(40));
    newHeader(file, [space(5), [3, float(8, 11)], contiguous(at, 40)]);
    const heap = Buffer.concat([u8(0, 0), u64(48, 48)]);
    const bytes = file.bytes(2, newHeader(file, [[2, heap]]));
    expect(fieldsSaid(bytes)).to.deep.equal(['HDF5', 'data set 1: f64 at 48, 5*8']);
  });

  it('begins after what programs put before it', () => {
    const header = Buffer.alloc(512, 'MATLAB 7.3');
    const whole = Buffer.concat([header, oldFile()]);
    whole.writeBigUInt64LE(512n, 512 + 24);
    expect(fieldsSaid(whole)[1]).to.equal('first: f32 at 608, 3*20 5*4');
  });

  it('is none where a header lies', () => {
    const wrong = (sizes: readonly number[], type: Uint8Array) =>
      fieldsSaid(newFile((_, at) => [space(...sizes), [3, type], contiguous(at, 99)]))[0];
    const none = 'HDF5: it has no numbers';
    expect(wrong(Array(40).fill(1), integer(4))).to.equal(none);
    expect(wrong([3], integer(7))).to.equal(none);
    let deep: Uint8Array = integer(1);
    for (let i = 0; i < 40; i++) deep = array([1], 1, deep);
    expect(wrong([3], deep)).to.equal(none);
    expect(wrong([3], array([2], 2, integer(4)))).to.equal(
      'HDF5: x: overlaps another field, or itself',
    );
    expect(wrong([2 ** 60], integer(1))).to.equal(none);
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(oldFile(), { runs: 3000 });
    const type = compound(3, 24, { a: [0, array([2, 2], 16, integer(4))], b: [16, float(8, 11)] });
    checkDamaged(
      newFile((file, at) => [space(10), [3, type], chunked(file, [at, at + 120], [5, 24])]),
      { runs: 3000 },
    );
  }).timeout(60_000);
});
