import { expect } from 'chai';
import { countInHead, joinHeads, recountHead } from '../../src/data/heads.js';
import type { OpenOptions } from '../../src/data/open.js';
import { CrayError } from '../../src/errors.js';
import { idxFile } from '../data.js';
import { npyFile } from './npyFile.js';
import { open } from './restored.js';
import { SOUND_FILES, type SoundName } from './soundFiles.js';

const head = (...sizes: number[]) => idxFile(sizes, new Uint8Array(0));

/** A file cut in two, and what it is read by. */
interface Cut {
  readonly format: string;
  readonly options?: OpenOptions;
  /** The file of these items. */
  file(from: number, to: number): Uint8Array;
}

const samples = Uint8Array.from({ length: 120_000 }, (_, i) => (i * i) >> 3);

function wavFile(data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(44);
  head.write('RIFF....WAVEfmt ', 'latin1');
  head.writeUInt32LE(36 + data.length, 4);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt16LE(4, 32);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

function records(from: number, to: number, labels: number): Uint8Array {
  const rows = Array.from({ length: to - from }, (_, i) =>
    Buffer.concat([
      Buffer.alloc(labels, (from + i) % 10),
      samples.subarray(from + i, from + i + 3072),
    ]),
  );
  return Buffer.concat(rows);
}

/** Gray pictures, one after another. */
function pictures(from: number, to: number): Uint8Array {
  const head = Buffer.from('P5 3 2 255\n');
  const all = Array.from({ length: to - from }, (_, i) => [head, part(from + i, from + i + 1, 6)]);
  return Buffer.concat(all.flat());
}

const raw = { dtype: 'u16', shape: [10], byteOrder: 'big' } as const;
const part = (from: number, to: number, bytes: number) =>
  samples.subarray(from * bytes, to * bytes);
/** Of two channels, of 16 bits. */
const SOUND = { bits: 16, channels: 2 };
const CUTS: readonly Cut[] = [
  { format: 'idx', file: (a, b) => idxFile([b - a, 5, 4], part(a, b, 20)) },
  { format: 'npy', file: (a, b) => npyFile('<i2', [b - a, 10], part(a, b, 20)) },
  { format: 'npy', file: (a, b) => npyFile('<i2', [b - a], part(a, b, 2)) },
  {
    format: 'npy',
    file: (a, b) => npyFile('>u4', [5, b - a], part(a, b, 20), { fortran: true, major: 2 }),
  },
  { format: 'wav', file: (a, b) => wavFile(part(a, b, 4)) },
  ...(['rf64', 'w64', 'aiff', 'au', 'caf'] as const).map((format: SoundName) => ({
    format,
    file: (a: number, b: number) => SOUND_FILES[format](SOUND, part(a, b, 4)),
  })),
  { format: 'pnm-stream', options: { format: 'pnm-stream' }, file: (a, b) => pictures(a, b) },
  { format: 'cifar10', file: (a, b) => records(a, b, 1) },
  { format: 'cifar100', file: (a, b) => records(a, b, 2) },
  { format: 'raw', options: { raw }, file: (a, b) => part(a, b, 20) },
  { format: 'bytes', options: { format: 'bytes' }, file: (a, b) => part(a, b, 1) },
];

describe('heads', () => {
  CUTS.forEach(({ format, options, file }, i) => {
    it(`of ${format}, example ${i}, are those of the file of so many items`, async () => {
      for (const [from, middle, to] of [
        [0, 7, 30],
        [3, 1003, 1010],
        [0, 99, 100],
      ] as const) {
        if (format.startsWith('cifar') && to > 50) continue;
        const [one, other, both] = [file(from, middle), file(middle, to), file(from, to)];
        const heads: Uint8Array[] = [];
        for (const bytes of [one, other, both]) {
          const { dataset } = await open(bytes, options);
          expect(dataset.format).to.equal(format);
          heads.push(dataset.head);
        }
        const [a, b, whole] = heads as [Uint8Array, Uint8Array, Uint8Array];
        const joined = joinHeads(format, [a, b], to - from);
        expect(Buffer.from(joined).toString('latin1')).to.equal(
          Buffer.from(whole).toString('latin1'),
        );
        expect(Buffer.compare(recountHead(format, whole, middle - from), a)).to.equal(0);
        if (
          format === 'raw' ||
          format === 'bytes' ||
          format.startsWith('cifar') ||
          format === 'pnm-stream'
        ) {
          expect(() => countInHead(format, a)).to.throw(CrayError, /takes a file, not a pipe/);
        } else {
          expect(countInHead(format, whole)).to.equal(to - from);
        }
      }
    });
  });

  it('of arrays whose header is full grow as NumPy lets them', async () => {
    const text = "{'descr': '|u1', 'fortran_order': False, 'shape': (9,), }";
    const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length + 1, 0]);
    const head = Buffer.concat([start, Buffer.from(`${text}\n`)]);
    const { dataset } = await open(
      Buffer.concat([recountHead('npy', head, 12), samples.subarray(0, 12)]),
    );
    expect(dataset).to.include({ format: 'npy', items: 12 });
    expect(dataset.head.length).to.equal(head.length + 64);
  });

  it('of items that are parts of what the first size counts are counted as these', () => {
    const large = idxFile([3, 1 << 14, 1 << 15], new Uint8Array(0));
    expect(countInHead('idx', large)).to.equal(3 << 14);
    expect(countInHead('idx', recountHead('idx', large, 5 << 14))).to.equal(5 << 14);
    expect(() => recountHead('idx', large, 5)).to.throw(
      CrayError,
      /there is no file of 5 such items/,
    );
  });
});

describe('heads of sound whose length is not known', () => {
  it('do not say how many items there are, until they are those of a file of so many', async () => {
    const file = SOUND_FILES.wav({ ...SOUND, said: 0 }, part(0, 100, 4));
    const { head } = (await open(file)).dataset;
    expect(() => countInHead('wav', head)).to.throw(CrayError, /takes a file, not a pipe/);
    expect(countInHead('wav', recountHead('wav', head, 100))).to.equal(100);
  });

  it('are refused beyond what their lengths hold', async () => {
    for (const name of ['wav', 'aiff', 'au'] as const) {
      const { head } = (await open(SOUND_FILES[name](SOUND, part(0, 9, 4)))).dataset;
      expect(() => recountHead(name, head, 2 ** 31)).to.throw(CrayError, /2147483648 such items/);
    }
  });
});

describe('heads that differ', () => {
  const sound = wavFile(samples.subarray(0, 8)).subarray(0, 44);
  const changed = (at: number, to: number) => {
    const head = Uint8Array.from(sound);
    head[at] = to;
    return head;
  };
  const array = (type: string) => npyFile(type, [2], new Uint8Array(0));
  for (const [what, format, heads, said] of [
    [
      'in the order of their bytes',
      'npy',
      [array('<f4'), array('>f4')],
      /the first says \{'descr': '<f4', .*'shape': \(4,\).*\}, and number 2 \{'descr': '>f4', /,
    ],
    ['in their rate', 'wav', [sound, changed(24, 80)], /says 0 Hz, i16, and number 2 80 Hz, i16$/],
    [
      'in what is not known',
      'wav',
      [sound, sound, changed(28, 1)],
      /the first has 44 bytes, and number 3 has 44 that are others from byte 28 on, though both are 0 Hz, i16$/,
    ],
  ] as const) {
    it(`${what} are told in words: ${format}`, () => {
      const join = () => joinHeads(format, heads, 4);
      expect(join).to.throw(CrayError, /cannot be joined: before its items/);
      expect(join).to.throw(CrayError, said);
      expect(join).to.not.throw(/[0-9a-f]{12}/);
    });
  }
});

describe('heads of idx files', () => {
  it('are counted, recounted and joined', () => {
    const one = head(5, 2, 3);
    expect(countInHead('idx', one)).to.equal(5);
    expect(Buffer.compare(recountHead('idx', one, 9), head(9, 2, 3))).to.equal(0);
    expect(Buffer.compare(one, head(5, 2, 3)), 'left alone').to.equal(0);
    expect(Buffer.compare(joinHeads('idx', [one, head(7, 2, 3)], 12), head(12, 2, 3))).to.equal(0);
  });

  it('are refused where there can be no such file', () => {
    const cases: [() => unknown, string, RegExp][] = [
      [
        () => joinHeads('idx', [head(1, 2), head(1, 3)], 2),
        'UNSUPPORTED',
        /^idx: cannot be joined: before its items the first says u8 items of 2, and number 2 u8 items of 3$/,
      ],
      [
        () => recountHead('idx', head(1), 2 ** 32),
        'UNSUPPORTED',
        /no file of 4294967296 such items/,
      ],
      [() => recountHead('idx', new Uint8Array(7), 1), 'CORRUPT', /ends within its header/],
      [
        () => recountHead('png', head(1), 1),
        'UNSUPPORTED',
        /format png cannot be joined or taken apart/,
      ],
      [() => countInHead('toString', head(1)), 'UNSUPPORTED', /got toString/],
    ];
    for (const [act, code, message] of cases) {
      expect(act).to.throw(CrayError, message).with.property('code', code);
    }
  });
});
