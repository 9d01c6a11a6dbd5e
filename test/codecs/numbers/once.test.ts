import { expect } from 'chai';
import { flatten } from '../../../src/ans/flatten.js';
import { seededMessage } from '../../../src/ans/message.js';
import { numbers, numbersEstimate } from '../../../src/codecs/numbers/numbers.js';
import { pushOnce } from '../../../src/codecs/numbers/once.js';
import { inRevision } from '../../../src/kernels/kernels.js';
import { Random } from '../../../src/train/random.js';
import { hearing } from '../../../src/work.js';
import { fullMessage } from '../../laws.js';

describe('what was pushed to see what it takes', () => {
  const bytes = new Uint8Array(new Float64Array(new Random(1).normals(3000)).buffer);
  const axes = [{ count: 3000, stride: 8 }];
  const fields = [{ name: '', offset: 0, type: 'f64', bigEndian: false, axes }] as const;

  /** Words of a message after a push, and how much was coded for it. */
  function pushed(message = seededMessage(1, 0)) {
    let coded = 0;
    hearing(
      (more) => (coded += more),
      () => numbers(bytes.length, fields).push(message, Uint32Array.from(bytes)),
    );
    return { words: flatten(message), coded };
  }

  it('is pushed again without being coded again, once, with the same words', () => {
    const first = pushed();
    pushed();
    const bits = numbersEstimate(bytes, fields) as number;
    const again = pushed();
    expect(again.coded).to.equal(0);
    expect(again.words).to.deep.equal(first.words);
    expect(bits).to.be.within(32 * (again.words.length - 3), 32 * again.words.length);
    const anew = pushed();
    expect(anew.coded).to.be.above(0);
    expect(anew.words).to.deep.equal(first.words);
  });

  it('is not taken for another message, another value, or other kernels', () => {
    let pushes = 0;
    const what = {};
    const push = (message = seededMessage(1, 0), of: object = what) => {
      pushes = 0;
      pushOnce(message, of, () => {
        pushes++;
        message.tail.push(Uint32Array.of(1, 2, 3));
      });
      return pushes;
    };
    expect(push()).to.equal(1);
    expect(push()).to.equal(0);
    push();
    expect(push(seededMessage(1, 0), {})).to.equal(1);
    push();
    expect(push(seededMessage(1, 1))).to.equal(1);
    push();
    expect(push(seededMessage(2, 0))).to.equal(1);
    push();
    expect(push(fullMessage(1, 3))).to.equal(1);
    push();
    expect(inRevision(1, () => push())).to.equal(1);
  });
});
