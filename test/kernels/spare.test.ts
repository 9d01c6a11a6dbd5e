import { expect } from 'chai';
import { emptyMessage, type Message } from '../../src/ans/message.js';
import { floatMixing } from '../../src/codecs/learning/floatMixing.js';
import { recordMixing } from '../../src/codecs/learning/recordMixing.js';
import { inRevision, type Kernels, kernels } from '../../src/kernels/kernels.js';
import { REVISION } from '../../src/kernels/modules.js';
import { withSpare } from '../../src/kernels/spare.js';

/** Bytes of an instance from where it may be laid out. */
function memoryOf(on: Kernels): Uint8Array {
  return on.u8(on.call.base(), on.size - on.call.base());
}

describe('spare instances of the kernels', () => {
  it('are used again, and know nothing of what was done with them', () => {
    const first = withSpare((on) => {
      const at = on.reserve(1000);
      const [more] = on.layout(100_000);
      on.u8(at, 1000).fill(1);
      on.u8(more, 100_000).fill(2);
      return { on, at };
    });
    withSpare((on) => {
      expect(on).to.equal(first.on);
      expect(memoryOf(on).every((byte) => byte === 0)).to.equal(true);
      expect(on.reserve(1000)).to.equal(first.at);
    });
  });

  it('are not those that are in use, nor those of another revision', () => {
    withSpare((outer) => {
      withSpare((inner) => expect(inner).not.to.equal(outer));
      expect(outer.module).to.equal(kernels.module);
    });
    inRevision(1, () => withSpare((on) => expect(on.module).to.equal(kernels.module)));
    expect(withSpare((on) => on.module)).to.equal(kernels.module);
    expect(REVISION).to.be.above(1);
  });

  it('come back where the work fails, and are let go where they have grown large', () => {
    let failed: Kernels | undefined;
    const fail = () =>
      withSpare((on) => {
        failed = on;
        on.u8(on.reserve(1000), 1000).fill(1);
        throw new Error('no');
      });
    expect(fail).to.throw('no');
    const large = withSpare((on) => {
      expect(on).to.equal(failed);
      expect(memoryOf(on).every((byte) => byte === 0)).to.equal(true);
      on.reserve(1 << 26);
      return on;
    });
    withSpare((on) => expect(on).not.to.equal(large));
  });

  it('give what new ones give, whatever was coded before', () => {
    const coded = (push: (message: Message) => void) => {
      const message = emptyMessage(1);
      push(message);
      return Uint32Array.from(message.tail.words.subarray(0, message.tail.length));
    };
    const rows = Uint32Array.from({ length: 3000 }, (_, i) => (i * i) & 255);
    const floats = Uint32Array.from(
      new Uint32Array(Float32Array.from({ length: 900 }, (_, i) => Math.sqrt(i)).buffer),
    );
    const records = () => coded((message) => recordMixing(1000, 3).push(message, rows));
    const numbers = () =>
      coded((message) => floatMixing([{ sizes: [30, 30] }], 'f32').push(message, floats));
    const [one, other] = [records(), numbers()];
    expect(numbers()).to.deep.equal(other);
    expect(records()).to.deep.equal(one);
  });
});
