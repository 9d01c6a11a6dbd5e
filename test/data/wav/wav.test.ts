import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { packageFile } from '../../../src/package.js';
import { expectBytes, expectExact } from '../restored.js';

interface Sound {
  readonly bits: number;
  readonly channels: number;
  readonly code?: number;
  readonly extensible?: boolean;
}

function chunk(name: string, data: Uint8Array, length = data.length): Uint8Array {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(length, 4);
  return Buffer.concat([head, data, new Uint8Array(data.length % 2)]);
}

/** A WAV file with a chunk before its samples and one after them. */
function wavFile(sound: Sound, samples: Uint8Array, length = samples.length): Uint8Array {
  const { bits, channels, code = 1, extensible = false } = sound;
  const fmt = Buffer.alloc(extensible ? 40 : 16);
  fmt.writeUInt16LE(extensible ? 0xfffe : code, 0);
  fmt.writeUInt16LE(channels, 2);
  fmt.writeUInt32LE(48_000, 4);
  fmt.writeUInt16LE((channels * bits) / 8, 12);
  fmt.writeUInt16LE(bits, 14);
  if (extensible) fmt.writeUInt16LE(code, 24);
  const chunks = [
    chunk('LIST', Buffer.from('odd')),
    chunk('fmt ', fmt),
    chunk('data', samples, length),
    chunk('id3 ', Buffer.from('a name')),
  ];
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]));
}

describe('wav files', () => {
  it('of every depth and number of channels come back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<[number, number, string, number]>(
          [8, 1, 'u8', 256],
          [16, 1, 'i16', 65536],
          [24, 1, 'i32', 1 << 24],
          [32, 1, 'i32', 2 ** 32],
          [32, 3, 'u32', 2 ** 32],
          [64, 3, 'u32', 2 ** 32],
        ),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        fc.uint8Array({ maxLength: 300 }),
        async ([bits, code, dtype, levels], channels, extensible, samples) => {
          const file = wavFile({ bits, channels, code, extensible }, samples);
          const { dataset } = await expectExact(file, 'wav');
          expect(dataset).to.include({ dtype, levels });
          const sizes = channels === 1 ? [] : [channels];
          expect(dataset.shape).to.deep.equal(bits === 64 ? [2, ...sizes] : sizes);
          expect(dataset.items).to.equal(Math.floor((8 * samples.length) / (bits * channels)));
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });

  it('of 24 bits have their samples in order', async () => {
    const samples = Uint8Array.of(0, 0, 0x80, 0xff, 0xff, 0xff, 0, 0, 0, 1, 0, 0, 0xff, 0xff, 0x7f);
    const { elements } = await expectExact(wavFile({ bits: 24, channels: 1 }, samples), 'wav');
    const middle = 1 << 23;
    expect([...new Uint32Array(Uint8Array.from(elements).buffer)]).to.deep.equal([
      0,
      middle - 1,
      middle,
      middle + 1,
      (1 << 24) - 1,
    ]);
  });

  const samples = Uint8Array.from({ length: 60 }, (_, i) => i);
  const file = wavFile({ bits: 16, channels: 2 }, samples);
  it('with lengths that streams write, or cut short, come back as they are', async () => {
    for (const length of [0, 1, 0xffffffff]) {
      await expectExact(wavFile({ bits: 16, channels: 2 }, samples, length), 'wav');
    }
    for (let n = 64; n < file.length; n++) await expectExact(file.subarray(0, n), 'wav');
  });

  const bad: [string, Uint8Array, string][] = [
    ['a header cut short', file.subarray(0, 30), 'wav: there are no samples'],
    [
      'a format that is no PCM',
      wavFile({ bits: 16, channels: 1, code: 2 }, samples),
      'wav: expected PCM',
    ],
    ['no channels', wavFile({ bits: 16, channels: 0 }, samples), 'wav: expected PCM'],
    [
      'samples before their format',
      chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), chunk('data', samples)])),
      'no fmt',
    ],
  ];
  for (const [title, bytes, note] of bad) {
    it(`are bytes for ${title}`, () => expectBytes(bytes, note));
  }

  const folder = packageFile('../shared/data/wav-alsa');
  const skipped = existsSync(folder) ? '' : ' (skipped: ../shared is not there)';
  it(`of Debian come back${skipped}`, async function () {
    if (skipped) return this.skip();
    for (const name of readdirSync(folder)
      .filter((n) => n.endsWith('.wav'))
      .slice(0, 3)) {
      await expectExact(readFileSync(`${folder}/${name}`), 'wav');
    }
  });
});
