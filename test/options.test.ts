import { expect } from 'chai';
import { ArgumentError, ArgumentTypeError, OutsideSupportError } from '../src/errors.js';
import * as library from '../src/index.js';
import { collect } from './data.js';

const DATA = Buffer.from('some text, and some text again');
const model = library.loadModel('bytes');
const find = () => model;

/** Options as plain JavaScript may have them. */
const loose = (options: unknown) => options as never;

/** What a call throws, or reading what it gives. */
async function thrownBy(call: () => unknown): Promise<unknown> {
  try {
    const given = await call();
    if (given && typeof given === 'object' && Symbol.asyncIterator in given) {
      await collect(given as AsyncIterable<Uint8Array>);
    }
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('options of the library', () => {
  let file: Uint8Array;
  before(async () => {
    file = await collect(library.compress(DATA, find));
  });
  const onDamage = () => {};
  const range = [{ from: 0, to: 1 }];
  const calls: Record<string, (options: object) => unknown> = {
    compress: (options) => library.compress(DATA, find, loose(options)),
    compressFolder: async (options) =>
      library.compressFolder(await library.openDirectory('models'), find, loose(options)),
    decompress: (options) => library.decompress(file, find, loose(options)),
    decompressItems: (options) => library.decompressItems(file, range, find, loose(options)),
    decompressFolder: (options) =>
      library.decompressFolder(file, find, library.NOWHERE, loose(options)),
    salvage: (options) => library.salvage(file, find, loose({ onDamage, ...options })),
    salvageFolder: (options) =>
      library.salvageFolder(file, find, library.NOWHERE, loose({ onDamage, ...options })),
    concat: (options) => library.concat([{ name: 'a', input: file }], loose(options)),
    chooseModel: async (options) => {
      const dataset = library.peekable(await library.openDataset(DATA));
      return library.chooseModel(dataset, [model], loose(options));
    },
    openDataset: (options) => library.openDataset(DATA, loose(options)),
    openDirectory: (options) => library.openDirectory('models', loose(options)),
  };
  for (const [name, call] of Object.entries(calls)) {
    it(`that ${name} does not know are refused, by a class and a code`, async () => {
      const error = await thrownBy(() => call({ colour: 3 }));
      expect(error).to.be.instanceOf(ArgumentError);
      expect(error).to.have.property('code', 'ARGUMENT_INVALID');
      const start = `${name}: unknown option colour: there are `;
      expect((error as Error).message.slice(0, start.length)).to.equal(start);
    });
  }

  it('that are misspelt are said to be, with what comes nearest', async () => {
    for (const [given, meant] of [
      ['chunkitems', 'chunkItems'],
      ['thread', 'threads'],
      ['verfy', 'verify'],
      ['memroy', 'memory'],
    ] as const) {
      const error = await thrownBy(() => library.compress(DATA, find, loose({ [given]: 1 })));
      expect((error as Error).message).to.equal(
        `compress: unknown option ${given}: did you mean ${meant}?`,
      );
    }
  });

  it('that are no object are of the wrong type, which has a code', async () => {
    const error = await thrownBy(() => library.compress(DATA, find, loose(null)));
    expect(error).to.be.instanceOf(ArgumentTypeError);
    expect(error).to.have.property('code', 'ARGUMENT_TYPE');
    expect(new OutsideSupportError('x').code).to.equal('OUTSIDE_SUPPORT');
  });
});
