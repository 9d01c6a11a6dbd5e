import { expect } from 'chai';
import fc from 'fast-check';
import { expectBytes, expectExact, open } from './restored.js';
import { SOUND_FILES, type Sound, type SoundName } from './soundFiles.js';

const NAMES = Object.keys(SOUND_FILES) as SoundName[];
const BIG: readonly SoundName[] = ['rifx', 'aiff', 'au', 'caf'];

/** Samples of 16 bits that go up and down, of both signs. */
const LEVELS = Int16Array.from({ length: 600 }, (_, i) => 3000 * Math.sin(i / 9) + (i % 7));
const little = Buffer.from(Uint8Array.from(new Uint8Array(LEVELS.buffer)));
const big = Buffer.from(little).swap16();
const sixteen = (name: SoundName) => (BIG.includes(name) ? big : little);

describe('files of sound', () => {
  for (const name of NAMES) {
    const build = SOUND_FILES[name];
    const eight = name === 'wav' || name === 'rifx' || name === 'rf64' || name === 'w64';

    it(`of ${name}, of every depth and number of channels, come back`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom<[number, boolean, string, number]>(
            [8, false, eight ? 'u8' : 'i8', 256],
            [16, false, 'i16', 65536],
            [24, false, 'i32', 1 << 24],
            [32, false, 'i32', 2 ** 32],
            [32, true, 'u32', 2 ** 32],
            [64, true, 'u32', 2 ** 32],
          ),
          fc.integer({ min: 1, max: 6 }),
          fc.boolean(),
          fc.uint8Array({ minLength: 48, maxLength: 300 }),
          async ([bits, float, dtype, levels], channels, extensible, samples) => {
            const frames = samples.subarray(0, samples.length - (samples.length % 48));
            const file = build({ bits, channels, float, extensible }, frames);
            const { dataset } = await expectExact(file, name);
            expect(dataset).to.include({ dtype, levels });
            const sizes = channels === 1 ? [] : [channels];
            expect(dataset.shape).to.deep.equal(bits === 64 ? [2, ...sizes] : sizes);
            expect(dataset.items).to.equal(Math.floor((8 * frames.length) / (bits * channels)));
          },
        ),
        { numRuns: 60, seed: 4 },
      );
    });

    it(`of ${name} have their samples in order`, async () => {
      const { elements } = await expectExact(build({ bits: 16, channels: 2 }, sixteen(name)), name);
      const expected = Uint16Array.from(LEVELS, (level) => level + 0x8000);
      const got = new Uint16Array(Uint8Array.from(elements).buffer);
      expect([...got]).to.deep.equal([...expected]);
    });

    it(`of ${name} have all samples to the end where their number is not known`, async () => {
      for (const said of [0, name === 'rf64' ? 0xffffffff : -1]) {
        const file = build({ bits: 16, channels: 2, said }, sixteen(name));
        const { dataset, elements } = await expectExact(file, name);
        expect(dataset.items).to.equal(undefined);
        expect(elements).to.have.length(little.length);
      }
    });

    it(`of ${name} come back wherever they are cut short`, async () => {
      const file = build({ bits: 16, channels: 2 }, sixteen(name).subarray(0, 60));
      for (let n = file.length - 120; n < file.length; n++) {
        const cut = file.subarray(0, Math.max(1, n));
        const { dataset } = await open(cut);
        await expectExact(cut, dataset.format === name ? name : 'bytes');
      }
    });

    it(`of ${name} are bytes where their samples are none that is known`, async () => {
      await expectBytes(build({ bits: 64, channels: 1 }, little), `${name}: expected `);
    });
  }

  it('little-endian ones of AIFF-C and CAF among them', async () => {
    for (const name of ['aiff', 'caf'] as const) {
      const sound: Sound = { bits: 16, channels: 1, littleEndian: true };
      const { elements } = await expectExact(SOUND_FILES[name](sound, little), name);
      expect(elements[1]).to.equal(0x80);
    }
  });
});
