import { expect } from 'chai';
import { seekableBytes } from '../../../src/bytes/seekable.js';
import { loadModel } from '../../../src/model/model.js';
import { loadRecorded } from '../../../src/model/recorded.js';
import { compress } from '../../../src/pipeline/encode/compress.js';
import type { CompressOptions } from '../../../src/pipeline/encode/compressOptions.js';
import type { FindModel } from '../../../src/pipeline/models.js';
import { salvage } from '../../../src/pipeline/salvage/salvage.js';
import { npyFile } from '../../data/npyFile.js';
import { bmpFile } from '../../data/rasterFile.js';
import { SOUND_FILES } from '../../data/soundFiles.js';
import { collect } from '../../data.js';

const find: FindModel = (header) => loadRecorded(header.modelName, header);
const numbers = Uint8Array.from({ length: 600 }, (_, i) => (i * i) >> 5);

/** An array of some of the numbers. */
const array = (descr: string, from: number, to: number) =>
  npyFile(descr, [(to - from) / 2], numbers.slice(from, to));

async function packed(file: Uint8Array, options: CompressOptions = {}): Promise<Uint8Array> {
  return collect(compress([file], () => loadModel('arrays'), options));
}

/** What is restored of parts, and what is said of it. */
async function saved(...parts: readonly Uint8Array[]) {
  const damages: string[] = [];
  const onDamage = (message: string, code: string) => damages.push(`${code}: ${message}`);
  const restored = await collect(salvage(seekableBytes(Buffer.concat(parts)), find, { onDamage }));
  return { restored: Buffer.from(restored), damages };
}

/** What is said of a part from this byte on that begins there. */
const apart = (at: number) => `; head -c ${at} and tail -c +${at + 1} take the file apart there`;

describe('parts of which one cannot follow the first', () => {
  it('are restored without it, and it is named', async () => {
    const files = [array('<i2', 0, 200), array('>i2', 200, 400), array('<i2', 400, 600)] as const;
    const [one, two, three] = await Promise.all(files.map((file) => packed(file)));
    const [a, b, c] = [one, two, three] as [Uint8Array, Uint8Array, Uint8Array];
    const both = Buffer.from(
      npyFile('<i2', [200], Buffer.concat([numbers.slice(0, 200), numbers.slice(400)])),
    );
    const why = (part: number, at: number) =>
      new RegExp(
        `^UNSUPPORTED: left out: part ${part} at byte ${at}: npy: cannot be joined: .*${apart(at).replace('+', '\\+')}$`,
      );

    const first = await saved(a, b);
    expect(first.restored.equals(files[0])).to.equal(true);
    expect(first.damages[0]).to.match(why(2, a.length));
    expect(first.damages.slice(1)).to.deep.equal([
      'UNSUPPORTED: restored all 100 items; left out: 1 part',
    ]);

    const around = await saved(a, b, c);
    expect(around.restored.equals(both)).to.equal(true);
    expect(around.damages[0]).to.match(why(2, a.length));
    expect(around.damages.slice(1)).to.deep.equal([
      'UNSUPPORTED: restored all 200 items; left out: 1 part',
    ]);

    const last = await saved(a, c, b);
    expect(last.restored.equals(both)).to.equal(true);
    expect(last.damages[0]).to.match(why(3, a.length + c.length));

    const bad = Uint8Array.from(c);
    bad[30] = (bad[30] as number) ^ 1;
    const damaged = await saved(a, b, bad);
    expect(damaged.restored.equals(files[0])).to.equal(true);
    expect(damaged.damages).to.have.length(3);
    expect(damaged.damages[1]).to.match(/^CORRUPT: at byte \d+: the part is lost: /);
    expect(damaged.damages[2]).to.match(/^CORRUPT: restored 100 items; .*; left out: 1 part$/);
  });

  it('are restored to the first where files of the format cannot be joined, or are of another', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => numbers.subarray(20 * i, 20 * i + 20));
    const picture = bmpFile({ width: 20, height: 20, channels: 1 }, rows);
    const [one, other] = [
      await packed(picture, { chunkItems: 1 }),
      await packed(array('<i2', 0, 200)),
    ];
    const both = await saved(one, one, other);
    expect(both.restored.equals(picture)).to.equal(true);
    const [second, third] = [one.length, 2 * one.length];
    expect(both.damages).to.deep.equal([
      `UNSUPPORTED: left out: part 2 at byte ${second}: data in format bmp cannot be joined or taken apart, only restored whole${apart(second)}`,
      `UNSUPPORTED: left out: part 3 at byte ${third}: data format: expected bmp as in part 1, got npy${apart(third)}`,
      'UNSUPPORTED: restored all 1 items; left out: 2 parts',
    ]);
  });

  it('are restored without bytes between items, of which something is said', async () => {
    const sound = (samples: Uint8Array) => SOUND_FILES.wav({ bits: 16, channels: 1 }, samples);
    const [one, two] = [sound(numbers.slice(0, 200)), sound(numbers.slice(200))];
    const both = await saved(await packed(one), await packed(two));
    // A chunk of 14 bytes after the samples, which the lengths of the second count.
    expect(both.restored.subarray(-414).equals(Buffer.from(two).subarray(-414))).to.equal(true);
    expect(both.restored).to.have.length(one.length + 400);
    expect(both.damages).to.deep.equal([
      'UNSUPPORTED: left out: part 1 at byte 0: all bytes after its items, since others follow',
      'UNSUPPORTED: restored all 300 items',
    ]);
  });
});
