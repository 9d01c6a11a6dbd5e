import { expect } from 'chai';
import { seededMessage } from '../../src/ans/message.js';
import { numbers, numbersEstimate } from '../../src/codecs/numbers/numbers.js';
import { planFor } from '../../src/codecs/numbers/planFor.js';
import { Remembered } from '../../src/codecs/remembered.js';
import { Random } from '../../src/train/random.js';
import { hearing } from '../../src/work.js';

describe('what codecs remember', () => {
  it('is forgotten, all of it, by who asks for that', () => {
    const [one, other] = [new Remembered<number>(), new Remembered<string>()];
    one.last = 1;
    other.last = 'a';
    Remembered.forget();
    expect([one.last, other.last]).to.deep.equal([undefined, undefined]);
  });

  it('is the plan and the push of numbers, which are then made anew', () => {
    const bytes = new Uint8Array(new Float64Array(new Random(1).normals(500)).buffer);
    const axes = [{ count: 500, stride: 8 }];
    const fields = [{ name: '', offset: 0, type: 'f64', bigEndian: false, axes }] as const;
    const plan = planFor(bytes, fields);
    expect(planFor(bytes, fields)).to.equal(plan);
    numbersEstimate(bytes, fields);
    Remembered.forget();
    let coded = 0;
    hearing(
      (more) => (coded += more),
      () => numbers(bytes.length, fields).push(seededMessage(1, 0), Uint32Array.from(bytes)),
    );
    expect(coded).to.be.above(0);
    const anew = planFor(bytes, fields);
    expect(anew).not.to.equal(plan);
    expect(anew).to.deep.equal(plan);
  });
});
