import { readdirSync, readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { checkedFields } from '../../src/layouts/check.js';
import { foundFields } from '../../src/layouts/found.js';
import { packageFile } from '../../src/package.js';
import { Random } from '../../src/train/random.js';
import { letters, writer } from './bytesOf.js';
import { expectSound, said } from './layoutFiles.js';

const little = writer();
const big = writer(true);

/** What is found, each field in a line; each time it must be sound. */
function found(bytes: Uint8Array): string[] {
  const fields = foundFields(bytes);
  if (!fields) return ['nothing'];
  expectSound(checkedFields(fields, bytes.length, 'found'), bytes.length);
  return fields.map(said);
}

/** So many pieces one after another. */
function many(count: number, piece: (i: number) => Uint8Array): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, i) => piece(i)));
}

describe('layouts that nobody knows', () => {
  let random = new Random(1);
  const below = (n: number) => Math.floor(random.uniform() * n);
  const normal = () => random.normals(1)[0] as number;
  beforeEach(() => {
    random = new Random(1);
  });

  it('are found of a catalogue of stars, after its header', () => {
    const star = (i: number) =>
      Buffer.concat([
        little.f64(((i + random.uniform()) * 2 * Math.PI) / 6000, 3 * random.uniform() - 1.5),
        letters(`${'OBAFGKM'[below(7)]}${below(10)}`),
        little.u16(Math.round(800 + 120 * normal())),
        little.f32(1e-7 * normal(), 1e-7 * normal()),
      ]);
    const header = little.i32(0, 1, 6000, 1, 0, 28, 28);
    expect(found(Buffer.concat([header, many(6000, star)]))).to.deep.equal([
      'column 1: f64 at 28, 6000*28',
      'column 2: f64 at 36, 6000*28',
      'column 3: u8 at 44, 6000*28 2*1',
      'column 4: i16 at 46, 6000*28',
      'column 5: f32 at 48, 6000*28',
      'column 6: f32 at 52, 6000*28',
    ]);
  });

  it('are found of arrays of one type, with and without a header', () => {
    const floats = many(20_000, () => big.f32(normal()));
    expect(found(Buffer.concat([letters('header'), floats]))).to.deep.equal([
      'values: f32 big at 2, 20001*4',
    ]);
    let sum = 0;
    const walk = many(40_000, () => {
      sum += Math.round(100 * normal());
      return little.u16(sum & 0xffff);
    });
    expect(found(walk)).to.deep.equal(['values: i16 at 0, 40000*2']);
    expect(found(many(20_000, () => little.i32(below(5000))))).to.deep.equal([
      'values: i32 at 0, 20000*4',
    ]);
    expect(found(many(10_000, () => little.f64(normal())))).to.deep.equal([
      'values: f64 at 0, 10000*8',
    ]);
    let time = 17e17;
    const times = many(10_000, () => {
      time += 1e9 + 1024 * below(1e5);
      return little.u64(time);
    });
    expect(found(times)).to.deep.equal(['values: i64 at 0, 10000*8']);
  });

  it('have rows, where what is above tells more or columns are not alike', () => {
    const image = many(200, (y) =>
      many(150, (x) => little.f64(Math.sin(y / 20) * Math.cos(x / 17) + 1e-4 * normal())),
    );
    expect(found(image)).to.deep.equal(['values: f64 at 0, 200*1200 150*8']);
    const scales = Array.from({ length: 64 }, () => 2 ** below(20));
    const columns = many(600, () => many(64, (i) => little.f32(normal() * (scales[i] as number))));
    expect(found(columns)).to.deep.equal(['values: f32 at 0, 600*256 64*4']);
  });

  it('begin and end where a foreign header and trailer do, of any length', () => {
    const noise = (bytes: number) => many(bytes, () => Buffer.of(below(256)));
    const walk = (() => {
      let [x, y] = [70, -3];
      return many(12_000, () => {
        [x, y] = [x + normal() / 50, y + normal() / 70];
        return little.f64(x, y);
      });
    })();
    const header = Buffer.concat([letters('A header of some program'), noise(93)]);
    expect(found(Buffer.concat([header, walk, noise(333)]))).to.deep.equal([
      'values: f64 at 117, 12000*16 2*8',
    ]);
    let sum = 0;
    const counts = many(30_000, () => {
      sum += below(90) - 40;
      return big.i32(sum);
    });
    expect(found(Buffer.concat([noise(38), counts, noise(645)]))).to.deep.equal([
      'values: i32 big at 38, 30000*4',
    ]);
  }).timeout(60_000);

  it('are found of decimals, which look like text that repeats', () => {
    let price = 1200;
    const prices = many(16_000, () => {
      price = Math.max(90, price + below(9) - 4);
      return little.f64(price / 100);
    });
    const [field] = foundFields(prices) ?? [];
    expect(field?.type).to.equal('f64');
  }).timeout(60_000);

  it('are found of pairs of integers, and of volumes', () => {
    let from = 0;
    const pairs = many(16_000, () => {
      from += below(3);
      return little.i32(from, below(20_000));
    });
    expect(found(pairs)).to.deep.equal(['values: i32 at 0, 16000*8 2*4']);
    const volume = many(30, (z) =>
      many(40, (y) =>
        many(50, (x) => {
          const wave = Math.sin(y / 9 + z / 40) * Math.cos(x / 11 - z / 50);
          return little.f32(Math.round(300 * wave + normal()));
        }),
      ),
    );
    expect(found(volume)).to.deep.equal(['values: f32 at 0, 30*8000 40*200 50*4']);
  }).timeout(60_000);

  it('are found of blocks with a scale', () => {
    const block = () =>
      Buffer.concat([
        little.u16(0x1800 + below(1200)),
        many(32, () => Buffer.of(Math.round(30 * normal()) & 255)),
      ]);
    expect(found(many(4000, block))).to.deep.equal([
      'column 1: i16 at 0, 4000*34',
      'column 2: u8 at 2, 4000*34 32*1',
    ]);
  });

  it('are found of packets of one length', () => {
    const payload = many(40, () => Buffer.of(below(256)));
    const packet = (i: number) =>
      Buffer.concat([
        little.u32(13e8 + Math.floor(i / 100), below(1e6), 60, 60),
        ...[payload, big.u16(i), many(18, () => Buffer.of(below(256)))],
      ]);
    const file = Buffer.concat([
      little.u32(0xa1b2c3d4, 0x40002, 0, 0, 65535, 1),
      many(3000, packet),
    ]);
    const fields = foundFields(file) ?? [];
    expect(fields.map(({ axes }) => axes[0]?.stride)).to.deep.equal(fields.map(() => 76));
    expect(fields.length).to.be.within(2, 12);
  });

  it('are not found of texts, programs, noise and what is compressed', () => {
    const text = readFileSync(packageFile('FORMAT.md'));
    const modules = readdirSync(packageFile('src/kernels/revisions'), { withFileTypes: true })
      .filter(({ name }) => name.endsWith('.wasm'))
      .map(({ name }) => readFileSync(packageFile(`src/kernels/revisions/${name}`)));
    const noise = many(50_000, () => Buffer.of(below(256)));
    // As pictures are that are compressed: nearly noise.
    const nearly = many(100_000, () => Buffer.of(below(5) ? below(256) : below(236)));
    const zeros = Buffer.alloc(100_000);
    for (const bytes of [text, deflateRawSync(text), ...modules, noise, nearly, zeros]) {
      expect(found(bytes)).to.deep.equal(['nothing']);
    }
  });

  it('are nothing of what is small, and sound whatever the bytes', () => {
    for (const size of [0, 1, 2, 100, 2047]) {
      expect(found(new Uint8Array(size))).to.deep.equal(['nothing']);
    }
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.integer({ min: 60, max: 400 }),
        fc.boolean(),
        (a, b, count, isMixed) => {
          found(
            many(count, (i) => (isMixed && below(2) ? b : Buffer.concat([a, Buffer.of(i & 255)]))),
          );
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  }).timeout(30_000);

  it('take a moment, however large the file', () => {
    const bytes = new Uint8Array(new Float64Array(1 << 22).map(() => random.uniform()).buffer);
    found(bytes.subarray(0, 1 << 18));
    const before = process.cpuUsage();
    foundFields(bytes);
    expect(process.cpuUsage(before).user / 1000).to.be.below(500);
  }).timeout(20_000);
});
