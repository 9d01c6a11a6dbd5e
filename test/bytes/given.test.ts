import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { seekableGiven } from '../../src/bytes/given.js';
import { isSeekable, seekableBytes } from '../../src/bytes/seekable.js';
import { type ByteInput, ByteSource } from '../../src/bytes/source.js';
import { ArgumentTypeError } from '../../src/errors.js';

const BYTES = Uint8Array.of(1, 2, 3, 4);

const all = async (input: unknown) => [...(await new ByteSource(input as ByteInput).readUpTo(100))];

async function messageOf(input: unknown): Promise<string> {
  try {
    await all(input);
  } catch (error) {
    expect(error).to.be.instanceOf(ArgumentTypeError).and.instanceOf(TypeError);
    return (error as Error).message;
  }
  return 'was taken';
}

describe('bytes that are given', () => {
  const { size, read } = seekableBytes(BYTES);
  const taken: [string, unknown][] = [
    ['a Uint8Array', BYTES],
    ['a Buffer', Buffer.from(BYTES)],
    ['a part of a Buffer', Buffer.from([0, ...BYTES, 5]).subarray(1, 5)],
    ['a Uint8Array of another realm', runInNewContext('Uint8Array.of(1, 2, 3, 4)')],
    ['an array of buffers', [Buffer.of(1), new Uint8Array(0), Buffer.of(2, 3, 4)]],
    ['a set of them', new Set([Buffer.of(1, 2), Buffer.of(3, 4)])],
    ['a stream', Readable.from([BYTES])],
    ['a stream of the web', new Blob([BYTES]).stream()],
    ['what can be read from anywhere', { size, read }],
    ['what can be read from anywhere, and gives bytes', seekableBytes(BYTES)],
  ];
  for (const [what, input] of taken) {
    it(`are taken: ${what}`, async () => expect(await all(input)).to.deep.equal([1, 2, 3, 4]));
  }

  it('are none in an array of none, and in an empty one', async () => {
    expect(await all([])).to.deep.equal([]);
    expect(await all(new Uint8Array(0))).to.deep.equal([]);
  });

  const expected =
    'expected a Uint8Array (a Buffer is one), an iterable or a stream of such, or something with size and read';
  const piece = 'a piece of the data: expected a Uint8Array (a Buffer is one)';
  const refused: [unknown, string][] = [
    ['text', `the data: ${expected}, got a string`],
    [undefined, `the data: ${expected}, got undefined`],
    [null, `the data: ${expected}, got null`],
    [5, `the data: ${expected}, got a number`],
    [{}, `the data: ${expected}, got an Object`],
    [{ size: 4, read: true }, `the data: ${expected}, got an Object`],
    [new ArrayBuffer(4), `the data: ${expected}, got an ArrayBuffer`],
    [new Float32Array(0), `the data: ${expected}, got a Float32Array`],
    [new DataView(new ArrayBuffer(4)), `the data: ${expected}, got a DataView`],
    [Promise.resolve(BYTES), `the data: ${expected}, got a Promise`],
    [async function* () {}, `the data: ${expected}, got a function`],
    [[1, 2, 3], `${piece}, got a number`],
    [['text'], `${piece}, got a string`],
    [[''], `${piece}, got a string`],
    [[[BYTES]], `${piece}, got an Array`],
    [[new Uint16Array(2)], `${piece}, got a Uint16Array`],
    [[undefined], `${piece}, got undefined`],
    [Readable.from(['text']), `${piece}, got a string`],
  ];
  for (const [input, message] of refused) {
    it(`are refused: ${message.replace(expected, '…')}`, async () => {
      expect(await messageOf(input)).to.equal(message);
    });
  }

  it('can be read twice where that is asked for', () => {
    expect(isSeekable(seekableGiven(BYTES, 'a.cray'))).to.equal(true);
    for (const [input, got] of [
      [[BYTES], 'an Array'],
      ['a.cray', 'a string'],
    ]) {
      expect(() => seekableGiven(input as never, 'a.cray')).to.throw(
        ArgumentTypeError,
        new RegExp(`^a\\.cray: expected a Uint8Array .* with size and read, got ${got}$`),
      );
    }
  });
});
