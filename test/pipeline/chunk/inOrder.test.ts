import { expect } from 'chai';
import { mapInOrder, several } from '../../../src/pipeline/chunk/inOrder.js';

async function* counted(n: number, onEnd = () => {}): AsyncGenerator<number, string> {
  try {
    for (let i = 0; i < n; i++) yield i;
    return 'the end';
  } finally {
    onEnd();
  }
}

/** All values, and what comes after them. */
async function drain<T, R>(values: AsyncGenerator<T, R>): Promise<[T[], R | Error]> {
  const all: T[] = [];
  try {
    for (;;) {
      const step = await values.next();
      if (step.done) return [all, step.value];
      all.push(step.value);
    }
  } catch (error) {
    return [all, error as Error];
  }
}

const turns = async (n: number) => {
  for (let i = 0; i < n; i++) await null;
};

describe('mapping in order', () => {
  it('gives results in order, whichever is ready first, and what the source returns', async () => {
    for (const most of [1, 2, 3, 20]) {
      const slow = async (i: number) => {
        await turns(50 - 7 * (i % 5));
        return 10 * i;
      };
      const got = await drain(mapInOrder(counted(10), most, slow));
      expect(got).to.deep.equal([Array.from({ length: 10 }, (_, i) => 10 * i), 'the end']);
    }
  });

  it('holds as many values as it may, and no more', async () => {
    for (const most of [1, 3]) {
      let [taken, done, held] = [0, 0, 0];
      const source = counted(10);
      const values = mapInOrder(source, most, async (i) => {
        taken++;
        held = Math.max(held, taken - done);
        return i;
      });
      for await (const _ of values) {
        await turns(20);
        done++;
      }
      expect(held).to.equal(most);
    }
  });

  it('gives what came before a failure of the source or of a job, then the failure', async () => {
    const same = async (i: number) => i;
    async function* failing(): AsyncGenerator<number, void> {
      yield 0;
      yield 1;
      throw new Error('the source');
    }
    const fragile = async (i: number) => {
      if (i === 2) throw new Error('the job');
      return i;
    };
    for (const most of [1, 2, 9]) {
      for (const values of [
        mapInOrder(failing(), most, same),
        mapInOrder(counted(9), most, fragile),
      ]) {
        const [all, end] = await drain(values as AsyncGenerator<number, unknown>);
        expect(all).to.deep.equal([0, 1]);
        expect((end as Error).message).to.match(/^the (source|job)$/);
      }
    }
  });

  it('closes the source when nobody wants more', async () => {
    let closed = false;
    const source = counted(10, () => {
      closed = true;
    });
    for await (const i of mapInOrder(source, 3, async (x) => x)) if (i === 1) break;
    expect(closed).to.equal(true);
  });
});

describe('several', () => {
  it('says whether there are two values, and loses none', async () => {
    for (const n of [0, 1, 2, 3]) {
      const [more, all] = await several(counted(n));
      expect(more).to.equal(n > 1);
      expect(await drain(all)).to.deep.equal([Array.from({ length: n }, (_, i) => i), 'the end']);
    }
  });

  it('leaves failures to when their turn comes', async () => {
    for (const n of [0, 1, 2]) {
      async function* failing(): AsyncGenerator<number, void> {
        yield* counted(n);
        throw new Error('the source');
      }
      const [more, all] = await several(failing());
      expect(more).to.equal(n > 1);
      const [values, end] = await drain(all as AsyncGenerator<number, unknown>);
      expect(values).to.have.length(n);
      expect((end as Error).message).to.equal('the source');
    }
  });
});
