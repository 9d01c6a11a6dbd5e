import { expect } from 'chai';
import { ByteSource } from '../../../src/bytes/source.js';
import { readParts } from '../../../src/pipeline/decode/partStream.js';
import { failure, smallFile, squeeze } from '../small.js';

/** What is seen of the parts of a file: where each begins, its chunks, and whether it is the last. */
async function seen(file: Uint8Array, onFurther?: (position: number) => void) {
  const all: [number, number, number[], boolean][] = [];
  for await (const { number, front, chunks } of readParts(
    new ByteSource([file]),
    1 << 20,
    onFurther,
  )) {
    const items: number[] = [];
    let step = await chunks.next();
    for (; !step.done; step = await chunks.next()) items.push(step.value.chunk.items);
    all.push([number, front.position, items, step.value.last]);
  }
  return all;
}

describe('the parts of a file', () => {
  it('come one after another, each with its chunks, and the last says so', async () => {
    const one = await squeeze(smallFile(5), { chunkItems: 2 });
    const none = await squeeze(smallFile(0));
    const file = Buffer.concat([one, none, one]);
    expect(await seen(file)).to.deep.equal([
      [1, 0, [2, 2, 1], false],
      [2, one.length, [], false],
      [3, one.length + none.length, [2, 2, 1], true],
    ]);
  });

  it('may be refused where a further one begins, once the chunks before it have been given', async () => {
    const one = await squeeze(smallFile(5));
    const refuse = (position: number) => {
      throw new Error(`another at byte ${position}`);
    };
    expect(await seen(one, refuse)).to.have.length(1);
    expect(await failure(seen(Buffer.concat([one, one]), refuse))).to.equal(
      `Error: another at byte ${one.length}`,
    );
  });

  it('end where what follows is none', async () => {
    const one = await squeeze(smallFile(5));
    expect(await failure(seen(Buffer.concat([one, Buffer.of(1)])))).to.equal(
      `CORRUPT: byte ${one.length}: expected another part or the end of the file, got a byte 01`,
    );
  });
});
