import { expect } from 'chai';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';
import {
  array,
  built,
  byteArray,
  bytes,
  bytes8,
  call,
  dictionary,
  double,
  dtype,
  get,
  global,
  instance,
  list,
  long,
  none,
  oldBytes,
  oldGlobal,
  oldText,
  pair,
  pickleFile,
  put,
  text,
  truth,
  tuple,
  whole,
} from './pickleFile.js';

/** Bytes that are found again in a file. */
const data = (length: number) => Buffer.alloc(length, 0xd7);

/** The fields of a file, with offsets from where the first run of data begins, and the files it is in said once. */
function said(file: Uint8Array): string[] {
  const from = Buffer.from(file).indexOf(data(16));
  return fieldsSaid(file).map((line) =>
    line.replace(/ at (\d+)/, (_, at: string) => ` at ${Number(at) - from}`),
  );
}

/** Columns of a record by name, type and offset. */
function record(size: number, columns: Record<string, readonly [Uint8Array, number]>): Buffer {
  const names = tuple(...Object.keys(columns).map(text));
  const places = Object.entries(columns).flatMap(([name, [type, offset]]) => [
    text(name),
    pair(type, whole(offset)),
  ]);
  return dtype(
    `V${size}`,
    '|',
    none,
    names,
    dictionary(...places),
    whole(size),
    whole(1),
    whole(16),
  );
}

describe('the layout of pickles', () => {
  it('has the arrays of NumPy of every protocol from 2 on', () => {
    const old = [
      oldGlobal('x', 'y'),
      oldText('a'),
      array([3, 5], dtype('f8', '<'), oldBytes(data(120))),
    ];
    expect(said(pickleFile(2, tuple(...old)))).to.deep.equal([
      'pickle',
      'array 1: f64 at 0, 3*40 5*8',
    ]);
    const turned = array([3, 5], dtype('i2', '>'), bytes(data(30)), true);
    expect(said(pickleFile(3, turned)).at(-1)).to.equal('array 1: i16 big at 0, 5*6 3*2');
    const long8 = array([30], dtype('c16', '<'), bytes8(data(480)));
    expect(said(pickleFile(4, list(long8, long, double))).at(-1)).to.equal(
      'array 1: f64 at 0, 30*16 2*8',
    );
    const args = tuple(byteArray(data(40)), dtype('M8', '<'), tuple(whole(5)), text('C'));
    const five = call(global('numpy._core.numeric', '_frombuffer'), args);
    expect(said(pickleFile(5, dictionary(text('x'), five))).at(-1)).to.equal(
      'array 1: i64 at 0, 5*8',
    );
  });

  it('has several, whose types are told once, and those of pickles one after another', () => {
    const first = array([20], put(dtype('f8', '<'), 7), bytes(data(160)));
    const second = array([4, 5], get(7), bytes(data(160)));
    const [one, two] = [pickleFile(3, list(first, second)), pickleFile(3, first)];
    const lines = said(Buffer.concat([one, two]));
    expect(lines.map((line) => line.replace(/at \d+/, 'at n'))).to.deep.equal([
      'pickle',
      'array 1: f64 at n, 20*8',
      'array 2: f64 at n, 4*40 5*8',
      'array 3: f64 at n, 20*8',
    ]);
  });

  it('has a field for each column of records', () => {
    const inner = record(6, { r: [dtype('u2', '<'), 0], i: [dtype('f4', '<'), 2] });
    const pairs = dtype('V16', '|', tuple(dtype('f8', '<'), tuple(whole(2))));
    const type = record(30, {
      a: [dtype('i4', '<'), 0],
      in: [inner, 4],
      p: [pairs, 10],
      s: [dtype('S4', '|'), 26],
    });
    expect(said(pickleFile(4, array([3], type, bytes(data(90)))))).to.deep.equal([
      'pickle',
      'array 1 a: i32 at 0, 3*30',
      'array 1 in.r: u16 at 4, 3*30',
      'array 1 in.i: f32 at 6, 3*30',
      'array 1 p: f64 at 10, 3*30 2*8',
      'array 1 s: text at 26, 3*30 4*1',
    ]);
  });

  it('has the arrays that joblib writes after their objects', () => {
    const by = global('joblib.numpy_pickle', 'NumpyArrayWrapper');
    const state = (more: Uint8Array[]) =>
      dictionary(
        ...[text('shape'), tuple(whole(3), whole(5)), text('order'), text('C')],
        ...[text('dtype'), dtype('f4', '<'), ...more],
      );
    const file = (more: Uint8Array[], gap: Uint8Array) =>
      pickleFile(
        4,
        list(Buffer.concat([built(instance(by, tuple()), state(more)), gap, data(60)]), none),
      );
    const aligned = file([text('numpy_array_alignment_bytes'), whole(16)], Buffer.of(3, 0, 0, 0));
    for (const each of [file([], Buffer.alloc(0)), aligned]) {
      expect(said(each)).to.deep.equal(['pickle', 'array 1: f32 at 0, 3*20 5*4']);
    }
  });

  it('is none without arrays of numbers whose bytes are as many as their shape says', () => {
    const lines = [
      pickleFile(4, list(text('x'), whole(5), truth(true))),
      pickleFile(4, array([3, 5], dtype('f4', '<'), bytes(data(61)))),
      pickleFile(4, array([2], dtype('O8', '|'), bytes(data(16)))),
      pickleFile(4, array([2], record(8, { a: [none, 0] }), bytes(data(16)))),
      pickleFile(4, Buffer.of(0xff)),
      pickleFile(4, letters(600)),
    ].map((file) => fieldsSaid(file)[0]);
    expect(lines).to.deep.equal([
      ...Array(4).fill('pickle: it has no numbers'),
      'pickle: byte 11 is no operation',
      'pickle: it has no numbers',
    ]);
  });

  it('does not go round in circles, nor count the same columns without end', () => {
    const circle = Buffer.concat([
      put(dtype('V8', '|'), 1),
      tuple(whole(3), none, get(1)),
      Buffer.from('b'),
    ]);
    expect(fieldsSaid(pickleFile(4, array([2], circle, bytes(data(16)))))[0]).to.match(
      /no numbers/,
    );
    let type = put(dtype('u1', '|'), 0);
    for (let i = 1; i < 9; i++) {
      const columns = Object.fromEntries(
        Array.from({ length: 20 }, (_, j) => [`${j}`, [j === 0 ? type : get(i - 1), j] as const]),
      );
      type = put(record(20, columns), i);
    }
    expect(fieldsSaid(pickleFile(4, array([2], type, bytes(data(40)))))).to.deep.equal([
      'pickle: its types have too many columns',
    ]);
  });

  it('says nothing false of damaged files', () => {
    const type = record(6, { r: [dtype('u2', '<'), 0], i: [dtype('f4', '<'), 2] });
    const arrays = [
      array([3], type, bytes(data(18))),
      array([3, 5], dtype('f4', '<'), bytes8(data(60))),
    ];
    checkDamaged(pickleFile(4, list(...arrays, long, double)), { runs: 4000 });
  }).timeout(60_000);
});

/** Tuples in tuples. */
function letters(depth: number): Buffer {
  return Buffer.concat([Buffer.alloc(depth, '('), Buffer.alloc(depth, 't')]);
}
