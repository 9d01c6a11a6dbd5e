import sharp, { type JpegOptions } from 'sharp';
import { collect } from '../../src/bytes/collect.js';
import { restore } from '../../src/data/formats.js';
import { openDataset } from '../../src/data/open.js';
import { Random } from '../../src/train/random.js';
import { makeJpeg, segment } from '../data/jpegFile.js';
import { Finder, type Findings } from './findings.js';
import { JPEG_MUTATIONS } from './jpegMutations.js';
import type { Mutation } from './mutations.js';

/** A sound JPEG file. */
export interface JpegBase {
  readonly name: string;
  readonly file: Uint8Array;
}

const FINE = [
  [1, 1],
  [1, 1],
  [1, 1],
] as const;

/** Small files of each kind: some hundred bytes to two thousand. */
export async function makeJpegs(): Promise<JpegBase[]> {
  const baseline = await small(3, { quality: 50, optimiseCoding: true });
  const gray = await small(1, { quality: 60, optimiseCoding: true });
  const restarts = makeJpeg({ width: 32, height: 32, sampling: FINE, interval: 4 }).file;
  const frame = restarts.findIndex((byte, i) => byte === 0xff && restarts[i + 1] === 0xc1);
  const index = segment(0xe2, [...Buffer.from('MPF\0II*\0')]);
  const [start, rest] = [baseline.subarray(0, 2), baseline.subarray(2)];
  return [
    { name: 'baseline', file: baseline },
    { name: 'progressive', file: await small(3, { quality: 85, mozjpeg: true }) },
    { name: 'standardTables', file: await small(3, { quality: 75, optimiseCoding: false }) },
    { name: 'fine', file: await small(3, { quality: 80, chromaSubsampling: '4:4:4' }) },
    { name: 'gray', file: gray },
    { name: 'grayProgressive', file: await small(1, { quality: 80, progressive: true }) },
    { name: 'cmyk', file: await small(3, { quality: 40, optimiseCoding: true }, true) },
    { name: 'restarts', file: restarts },
    { name: 'wide', file: restarts.with(frame + 4, 12) },
    { name: 'alone', file: makeJpeg({ width: 30, height: 30, sampling: FINE, alone: true }).file },
    { name: 'several', file: Uint8Array.from([...start, ...index, ...rest, ...gray]) },
  ];
}

/** A picture of 72 x 40. */
async function small(channels: 1 | 3, options: JpegOptions, cmyk = false): Promise<Uint8Array> {
  const [width, height] = [72, 40];
  const pixels = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    return 128 + 70 * Math.sin(x / 5 + (i % channels)) * Math.cos(y / 6) + ((x * y * 7) % 31);
  });
  const raw = sharp(pixels, { raw: { width, height, channels } });
  const space = cmyk ? 'cmyk' : channels === 1 ? 'b-w' : 'srgb';
  return new Uint8Array(await raw.toColourspace(space).jpeg(options).toBuffer());
}

/** Opens and restores inputs from..to of a seed, each of which has to come back as it is. */
export async function fuzzJpegs(
  bases: readonly JpegBase[],
  from: number,
  to: number,
): Promise<Findings> {
  const finder = new Finder();
  for (let i = from; i < to; i++) {
    const { name, base, file } = makeJpegInput(bases, i);
    await finder.look(
      `JPEG ${i}, ${name} of ${base}`,
      () => outcomeOf(file),
      (outcome) => outcome === 'jpeg' || outcome === 'bytes',
    );
  }
  return finder.end(`JPEGs ${from} to ${to}`);
}

/** An input from its number: of a sound file, damaged in a way or two. */
export function makeJpegInput(bases: readonly JpegBase[], number: number) {
  const random = new Random(number);
  const draw = <T>(all: readonly T[]) => all[Math.floor(random.uniform() * all.length)] as T;
  const [base, other] = [draw(bases), draw(bases)];
  const names = [draw(Object.keys(JPEG_MUTATIONS))];
  if (random.uniform() < 0.3) names.push(draw(['flips', 'shifts', 'sectors', 'cuts']));
  const file = names.reduce(
    (bytes, name) => (bytes.length > 0 ? damaged(bytes, name, random, other.file) : bytes),
    base.file,
  );
  return { name: names.join(' and '), base: base.name, file };
}

function damaged(bytes: Uint8Array, name: string, random: Random, other: Uint8Array): Uint8Array {
  return new Uint8Array((JPEG_MUTATIONS[name] as Mutation)(bytes, random, other));
}

/** What a file was taken for; in words what must not be. */
async function outcomeOf(file: Uint8Array): Promise<string> {
  try {
    const { format, dtype, shape, head, ...dataset } = await openDataset([file]);
    const contents = { dtype, shape, head, pieces: dataset.pieces(64), tail: dataset.tail() };
    const back = await collect(restore(format, contents));
    return Buffer.compare(back, file) === 0 ? format : `came back different, as ${format}`;
  } catch (error) {
    return `an error: ${error instanceof Error ? error.stack : error}`;
  }
}
