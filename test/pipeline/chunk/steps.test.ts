import { expect } from 'chai';
import { buildCodec } from '../../../src/model/build.js';
import { loadModel } from '../../../src/model/model.js';
import { groupSizes } from '../../../src/pipeline/chunk/groups.js';
import { finish, type Steps, uncounted, unhurried } from '../../../src/pipeline/chunk/steps.js';
import { decompress } from '../../../src/pipeline/decode/decompress.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import { collect, mnistSlice, PIXELS } from '../../data.js';

function* three(): Steps<string> {
  yield 1;
  yield 5;
  return 'done';
}

/** Items after each step that codes these groups: a pause comes after 2^15 elements or more. */
function stepsOf(groups: readonly number[]): number[] {
  const steps: number[] = [];
  let [done, told] = [0, 0];
  for (const n of groups) {
    done += n;
    if ((done - told) * PIXELS < 1 << 15) continue;
    steps.push(done);
    told = done;
  }
  return told === done ? steps : [...steps, done];
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

  it('lets other things happen after each step of a chunk, and tells how far it is', async () => {
    const model = loadModel('mnist-binary-vae');
    let turns = 0;
    let others = true;
    const other = () => {
      turns++;
      if (others) setImmediate(other);
    };
    other();
    /** The turn of the other things in which a number of items was told first. */
    const told = new Map<number, number>();
    const onProgress = ({ items }: { items: number }) => {
      if (!told.has(items)) told.set(items, turns);
    };
    const expectTold = (items: readonly number[]) => {
      expect([...told.keys()]).to.deep.equal(items);
      const at = [...told.values()];
      expect(new Set(at).size, 'turns').to.equal(at.length);
      told.clear();
    };
    const file = await collect(compress([mnistSlice(0, 2000)], () => model, { onProgress }));
    const groups = groupSizes(2000, buildCodec(model).width);
    expectTold(stepsOf(groups));
    await collect(decompress([file], () => model, { onProgress }));
    others = false;
    expectTold(stepsOf(groups.reverse()));
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
