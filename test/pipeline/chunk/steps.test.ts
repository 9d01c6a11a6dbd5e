import { expect } from 'chai';
import { loadModel } from '../../../src/model/model.js';
import { finish, type Steps, uncounted, unhurried } from '../../../src/pipeline/chunk/steps.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { collect, mnistSlice } from '../../data.js';

function* three(): Steps<string> {
  yield 1;
  yield 5;
  return 'done';
}

describe('work in steps', () => {
  it('comes to the same in one go and in pauses', async () => {
    const items: number[] = [];
    expect(finish(three())).to.equal('done');
    expect(await unhurried(three(), (n) => items.push(n))).to.equal('done');
    expect(items).to.deep.equal([1, 5]);
    expect([...uncounted(three())]).to.deep.equal([0, 0]);
    expect(finish(uncounted(three()))).to.equal('done');
  });

  it('lets other things happen within a chunk, and tells how far it is', async () => {
    const model = loadModel('mnist-binary-vae');
    const seen: number[] = [];
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const onProgress = (p: { items: number }) => seen.push(p.items);
    const file = await collect(compress([mnistSlice(0, 2000)], () => model, { onProgress }));
    expect(turns).to.be.greaterThan(5);
    expect(seen.length).to.be.greaterThan(20);
    expect(seen).to.deep.equal([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).to.equal(2000);
    seen.length = 0;
    await collect(decompress([file], () => model, { onProgress }));
    clearInterval(timer);
    expect(seen.length).to.be.greaterThan(20);
    expect(seen.at(-1)).to.equal(2000);
  });

  it('keeps two that are coded at the same time apart', async () => {
    const model = loadModel('mnist-binary-vae');
    const files = [mnistSlice(0, 700), mnistSlice(700, 1400)];
    const apart: Uint8Array[] = [];
    for (const file of files) apart.push(await collect(compress([file], () => model)));
    const together = await Promise.all(files.map((file) => collect(compress([file], () => model))));
    expect(together).to.deep.equal(apart);
    const restored = await Promise.all(
      together.map((file) => collect(decompress([file], () => model))),
    );
    expect(
      restored.map((bytes) => Buffer.compare(bytes, files.shift() as Uint8Array)),
    ).to.deep.equal([0, 0]);
  });
});
