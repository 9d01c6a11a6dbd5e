import { expect } from 'chai';
import fc from 'fast-check';
import { expectBytes, expectExact } from '../restored.js';

const sizes = { width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) };
const comments = fc.constantFrom('\n', ' ', '\n# a comment\n', '\t#\n\r\n');
const maxval = fc.constantFrom(1, 7, 255, 256, 4095, 65535);

/** Samples to maxval, as raw files have them. */
function samplesOf(count: number, most: number, seed: number): Uint8Array {
  const numbers = Array.from({ length: count }, (_, i) => (i * seed + ((i * i) >> 3)) % (most + 1));
  return Uint8Array.from(numbers.flatMap((n) => (most > 255 ? [n >> 8, n & 255] : [n])));
}

describe('pnm files', () => {
  it('of raw gray and colour come back, with their comments and what follows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(5, 6),
        fc.record(sizes),
        maxval,
        comments,
        fc.integer({ min: 1, max: 9999 }),
        fc.uint8Array({ maxLength: 5 }),
        async (kind, { width, height }, most, blank, seed, after) => {
          const channels = kind === 6 ? 3 : 1;
          const head = `P${kind}${blank}${width}${blank}${height}${blank}${most}\n`;
          const samples = samplesOf(width * height * channels, most, seed);
          const file = Buffer.concat([Buffer.from(head), samples, after]);
          const { dataset } = await expectExact(file, 'pnm');
          expect(dataset).to.include({ levels: most + 1, dtype: most > 255 ? 'u16' : 'u8' });
          expect(dataset.shape).to.deep.equal([height, width, ...(channels > 1 ? [3] : [])]);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  it('of bits, packed and plain, come back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(sizes), fc.infiniteStream(fc.nat(1)), async (size, random) => {
        const { width, height } = size;
        const bits = Array.from({ length: height }, () =>
          Array.from({ length: width }, () => `${random.next().value}`).join(''),
        );
        const packed = bits.flatMap((row) =>
          (row.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)),
        );
        const head = `${width} ${height}\n`;
        const raw = Buffer.concat([Buffer.from(`P4 ${head}`), Uint8Array.from(packed)]);
        const { dataset, elements } = await expectExact(raw, 'pnm');
        expect(dataset.levels).to.equal(2);
        expect([...elements].join('')).to.equal(bits.join(''));
        const plain = await expectExact(Buffer.from(`P1\n${head}${bits.join('\n')}\n`), 'pnm');
        expect(plain.elements).to.deep.equal(elements);
        await expectExact(Buffer.from(`P1\n${head}${[...bits.join('')].join(' ')}\n`), 'pnm');
      }),
      { numRuns: 50, seed: 6 },
    );
  });

  it('of plain numbers come back, whatever is between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(sizes),
        maxval,
        fc.infiniteStream(fc.constantFrom(' ', '  ', '\n', '\r\n', '\t')),
        async ({ width, height }, most, blanks) => {
          const numbers = Array.from(
            { length: width * height * 3 },
            (_, i) => (i * 7) % (most + 1),
          );
          const text = numbers.map((n) => `${n}${blanks.next().value}`).join('');
          const file = Buffer.from(`P3\n# plain\n${width} ${height}\n${most}\n${text}`);
          const { dataset } = await expectExact(file, 'pnm');
          expect(dataset.shape).to.deep.equal([height, width, 3]);
        },
      ),
      { numRuns: 50, seed: 7 },
    );
  });

  it('of any number of channels come back', async () => {
    for (const [depth, most] of [
      [1, 255],
      [2, 65535],
      [4, 255],
      [5, 1000],
    ] as const) {
      const head = `P7\nWIDTH 3\n# PAM\nHEIGHT 2\nDEPTH ${depth}\nMAXVAL ${most}\nTUPLTYPE X\nENDHDR\n`;
      const file = Buffer.concat([Buffer.from(head), samplesOf(6 * depth, most, 3)]);
      const { dataset } = await expectExact(file, 'pnm');
      expect(dataset.shape).to.deep.equal([2, 3, ...(depth > 1 ? [depth] : [])]);
    }
  });

  it('may have samples above their maxval', async () => {
    const wide = Buffer.concat([Buffer.from('P5 1 1 999\n'), Uint8Array.of(255, 255)]);
    expect((await expectExact(wide, 'pnm')).dataset.levels).to.equal(65536);
    const file = Buffer.concat([Buffer.from('P5 2 1 9\n'), Uint8Array.of(9, 10)]);
    expect((await expectExact(file, 'pnm')).dataset.levels).to.equal(256);
  });

  it('of several pictures in one stream have an item for each', async () => {
    for (const [kind, most, channels] of [
      [5, 255, 1],
      [6, 255, 3],
      [6, 1023, 3],
    ] as const) {
      const head = Buffer.from(`P${kind}\n# one of many\n7 5\n${most}\n`);
      const pictures = [1, 2, 3, 4, 5].map((seed) => samplesOf(35 * channels, most, seed));
      const all = Buffer.concat(pictures.flatMap((samples) => [head, samples]));
      for (const after of ['', 'after', `P${kind} 7 5 ${most}\n`]) {
        const file = Buffer.concat([all, Buffer.from(after)]);
        for (const at of [1, 2, 5, 9]) {
          const { dataset, elements, tail } = await expectExact(file, 'pnm-stream', {}, at);
          expect(dataset.shape).to.deep.equal([5, 7, ...(channels > 1 ? [3] : [])]);
          expect(elements).to.have.length(5 * 35 * channels * (most > 255 ? 2 : 1));
          expect(Buffer.from(tail).toString()).to.equal(after);
        }
      }
      // The last one is cut short, or one in between is of another kind.
      const cut = await expectExact(all.subarray(0, all.length - 3), 'pnm-stream');
      expect(cut.tail).to.have.length(head.length + (pictures[0]?.length ?? 0) - 3);
      const other = Buffer.from(all);
      other[2 * (head.length + (pictures[0]?.length ?? 0)) + 4] = 0x78;
      await expectExact(other, 'pnm-stream');
      expect(
        (await expectExact(Buffer.concat([head, pictures[0] as Uint8Array]), 'pnm')).dataset.items,
      ).to.equal(1);
    }
  });

  const bad: [string, string, string][] = [
    ['pixels cut short', 'P5 3 3 255\nabcdefgh', 'pnm: expected 9 bytes of pixels, got 8'],
    ['a header cut short', 'P5 3 3', 'pnm: expected a'],
    ['no pixels', 'P6 0 3 255\n', 'pnm: expected positive sizes'],
    ['absurd sizes', 'P5 999999999 99999999 255\nabc', 'are more than'],
    ['many rows that are not there', 'P5 9999 9999999 255\nabc', 'of pixels, got 3'],
    ['a maxval of 0', 'P5 1 1 0\na', 'expected a maxval'],
    ['plain numbers cut short', 'P2 3 1 255\n1 2  ', 'expected a number at byte'],
    ['plain numbers with zeros before', 'P2 3 1 255\n1 2 03', 'zeros before them'],
    ['plain numbers too large', 'P2 1 1 255\n256 ', '256 is above 255'],
    ['ones after a row', 'P4 3 1\n\xff', 'after the ends of its rows'],
    ['no end of a header', 'P7\nWIDTH 3\n', 'there is no ENDHDR'],
    ['fields that are missing', 'P7\nWIDTH 3\nENDHDR\n', 'there is no HEIGHT'],
    ['a letter', 'P1 x', 'expected a number in its header'],
  ];
  for (const [title, text, note] of bad) {
    it(`are bytes for ${title}`, () => expectBytes(Buffer.from(text, 'latin1'), note));
  }
});
