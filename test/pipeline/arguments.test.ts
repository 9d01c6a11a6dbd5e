import { expect } from 'chai';
import { evaluate } from '../../src/eval/evaluate.js';
import * as library from '../../src/index.js';
import { readInfo } from '../../src/pipeline/info.js';
import { collect } from '../data.js';

const DATA = Buffer.from('some text, and some text again, and some text at last');
const model = library.loadModel('bytes');
const find = () => model;

/** What a call throws, there or where what it gives is read. */
async function thrownBy(call: () => unknown): Promise<Error | undefined> {
  try {
    const given = await call();
    if (given && typeof given === 'object' && Symbol.asyncIterator in given) {
      await collect(given as AsyncIterable<Uint8Array>);
    }
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** The library as plain JavaScript has it: anything may be given for anything. */
type Loose = Record<keyof typeof library, (...args: unknown[]) => unknown>;

describe('the library, called from plain JavaScript', () => {
  const { compress, decompress, decompressItems, concat, salvage, ...others } =
    library as unknown as Loose;
  let file: Uint8Array;
  before(async () => {
    file = await collect(library.compress([DATA], find));
  });
  const restored = async (input: library.ByteInput) =>
    Buffer.from(await collect(library.decompress(input, find)));

  it('compresses and restores bytes in one array, in several, and to be read from anywhere', async () => {
    const { size, read } = library.seekableBytes(DATA);
    for (const input of [
      DATA,
      new Uint8Array(DATA),
      [DATA.subarray(0, 9), DATA.subarray(9)],
      { size, read },
    ]) {
      const cray = await collect(library.compress(input, find));
      expect(Buffer.compare(cray, file)).to.equal(0);
    }
    const { size: bytes, read: readFile } = library.seekableBytes(file);
    for (const input of [file, Buffer.from(file), [file], { size: bytes, read: readFile }]) {
      expect(await restored(input)).to.deep.equal(DATA);
    }
  });

  it('reads a file in one array from anywhere: joined files, items, what is damaged', async () => {
    expect(await restored(Buffer.concat([file, file]))).to.deep.equal(Buffer.concat([DATA, DATA]));
    const some = await collect(library.decompressItems(file, [{ from: 5, to: 9 }], find));
    expect(Buffer.from(some).toString()).to.equal('text');
    const saved = await collect(library.salvage(file, find, { onDamage: () => {} }));
    expect(Buffer.from(saved)).to.deep.equal(DATA);
    const joined = await collect(
      library.concat([
        { name: 'a', input: file },
        { name: 'b', input: file },
      ]),
    );
    expect(await restored(joined)).to.deep.equal(Buffer.concat([DATA, DATA]));
    expect((await readInfo(file)).items).to.equal(DATA.length);
    expect((await evaluate('a', DATA, find)).items).to.equal(DATA.length);
  });

  const onDamage = () => {};
  const calls: [string, () => unknown, RegExp][] = [
    ['compress of text', () => compress('text', find), /^the data: .*, got a string$/],
    ['compress of nothing', () => compress(undefined, find), /^the data: .*, got undefined$/],
    [
      'compress of lines',
      () => compress(['a', 'b'], find),
      /^a piece of the data: .*, got a string$/,
    ],
    [
      'compress without a model',
      () => compress(DATA),
      /^findModel: expected a function .*, got undefined$/,
    ],
    ['compress with a model', () => compress(DATA, model), /^findModel: .*, got an Object$/],
    [
      'compress with a name',
      () => compress(DATA, () => 'bytes'),
      /^what findModel gave: .*, got a string$/,
    ],
    ['decompress of text', () => decompress('a.cray', find), /^the data: .*, got a string$/],
    ['decompress without a model', () => decompress(file), /^findModel: .*, got undefined$/],
    [
      'decompress with a promise',
      () => decompress(file, async () => model),
      /^what findModel gave: .*, got a Promise$/,
    ],
    [
      'decompressItems of text',
      () => decompressItems('a', [{}], find),
      /^the data: .*, got a string$/,
    ],
    [
      'decompressItems by number',
      () => decompressItems(file, [5], find),
      /^items: expected ranges .*, got a number$/,
    ],
    [
      'decompressItems of a range',
      () => decompressItems(file, { from: 5 }, find),
      /^items: expected an array .*, got an Object$/,
    ],
    [
      'decompressItems by a pair',
      () => decompressItems(file, [[0, 5]], find),
      /^items: expected ranges .*, got an Array$/,
    ],
    [
      'decompressItems by text',
      () => decompressItems(file, [{ from: '5' }], find),
      /^items: expected integers .*, got a string$/,
    ],
    [
      'concat of buffers',
      () => concat([file, file]),
      /^file 1: expected \{ name, input \}, got an? \w+$/,
    ],
    ['concat of names', () => concat([{ name: 'a', input: 'a.cray' }]), /^a: .*, got a string$/],
    ['concat of a stream', () => concat([{ name: 'a', input: [file] }]), /^a: .*, got an Array$/],
    ['concat of one', () => concat(file), /^files: expected an array .*, got an? \w+$/],
    [
      'salvage of text',
      () => salvage('a.cray', find, { onDamage }),
      /^the data: .*, got a string$/,
    ],
    [
      'salvage of a stream',
      () => salvage([file], find, { onDamage }),
      /^the data: .*, got an Array$/,
    ],
    [
      'salvageFolder of text',
      () => others.salvageFolder('a', find, library.NOWHERE, { onDamage }),
      /^the data: .*, got a string$/,
    ],
    [
      'decompressFolder of text',
      () => others.decompressFolder('a', find, library.NOWHERE),
      /^the data: .*, got a string$/,
    ],
    [
      'compressFolder of a path',
      () => others.compressFolder('a', find),
      /^directory: expected what openDirectory gives, got a string$/,
    ],
    [
      'compressFolder of a promise',
      () => others.compressFolder(library.openDirectory('test/bytes'), find),
      /^directory: .*, got a Promise$/,
    ],
    [
      'openDirectory of paths',
      () => others.openDirectory(['a']),
      /^root: expected the path of a folder, got an Array$/,
    ],
    ['onDisk of nothing', () => others.onDisk(), /^root: .*, got undefined$/],
    ['openDataset of text', () => others.openDataset('a'), /^the data: .*, got a string$/],
    ['seekableBytes of text', () => others.seekableBytes('a'), /^bytes: .*, got a string$/],
    [
      'loadModel of a number',
      () => others.loadModel(5),
      /^model: expected a name or a path, got a number$/,
    ],
    ['makeModel of an object', () => others.makeModel({}, DATA, 'x'), /^json: .*, got an Object$/],
    [
      'makeModel with text',
      () =>
        others.makeModel(
          '{"format":1,"name":"a","data":{"dtype":"u8"},"codec":{"type":"contextMixing"}}',
          'w',
          'x',
        ),
      /^weights: .*, got a string$/,
    ],
    ['readInfo of text', () => readInfo('a' as never), /^the data: .*, got a string$/],
    [
      'evaluate of pieces',
      () => evaluate('a', [DATA] as never, find),
      /^file: expected a Uint8Array .*, got an Array$/,
    ],
  ];
  for (const [name, call, message] of calls) {
    it(`refuses ${name} by a TypeError that says what was expected`, async () => {
      const error = await thrownBy(call);
      expect(error).to.be.instanceOf(library.ArgumentTypeError).and.instanceOf(TypeError);
      expect(error?.message).to.match(message);
    });
  }

  it('refuses places between items by their values', async () => {
    for (const from of [0.5, Number.NaN]) {
      const error = await thrownBy(() => decompressItems(file, [{ from }], find));
      expect(error).to.be.instanceOf(library.ArgumentError);
      expect(error?.message).to.equal(`items: expected integers from and to, got ${from}`);
    }
  });
});
