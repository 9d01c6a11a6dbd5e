import { spawn } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { packageFile } from '../../../src/package.js';
import { idxFile, PIXELS, readMnist } from '../../data.js';
import { placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

/** One process that everything went through. */
interface Pass {
  readonly name: string;
  readonly bytes: number;
  readonly seconds: number;
  /** Most memory that was resident, in bytes. */
  readonly resident: number;
}

interface Result {
  /** By which it was done. */
  readonly model: string;
  readonly inputBytes: number;
  readonly passes: readonly Pass[];
}

/** The fastest of those that fit; the one that auto takes makes smaller files, and takes more than an hour. */
const MODEL = 'mnist-binary-vae';
const NAME = 'images through pipes';

const ITEMS = Math.ceil(2 ** 31 / PIXELS);
const PROGRAM = packageFile('dist/craystack.js');

/** A stream of 2 GiB through pipes. */
export const pipe: Section<Result> = {
  name: 'pipe',
  title: '2 GiB of images through pipes, whole processes',

  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'craystack-pipe-'));
    try {
      const file = join(folder, 'images.cray');
      const sent = createHash('sha256');
      const input = Readable.from(hashed(images(), sent), { objectMode: false });
      const to = createWriteStream(file);
      const packed = await through('compress', ['-m', MODEL], input, (out) => pipeline(out, to));
      const back = createHash('sha256');
      const unpacked = await through('decompress', [], createReadStream(file), async (out) => {
        for await (const piece of out) back.update(piece as Uint8Array);
      });
      if (!sent.digest().equals(back.digest())) throw new Error('other data came back');
      const inputBytes = 16 + ITEMS * PIXELS;
      return {
        model: MODEL,
        inputBytes,
        passes: [
          { ...packed, bytes: statSync(file).size },
          { ...unpacked, bytes: inputBytes },
        ],
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  },

  report: ({ inputBytes, passes }) =>
    `${inputBytes} bytes in\n${textTable([HEAD, ...passes.map(cells)])}`,

  planned: () => [{ name: NAME, models: [MODEL] }],
  ran: ({ model }) => [{ name: NAME, models: [model] }],
  parts: (measured) => ({
    pipe: [
      `${gibibytes(measured.result.inputBytes)} of ${NAME}, by model ${measured.result.model} (${placeOf(measured)}):`,
      '',
      markdownTable(HEAD, measured.result.passes.map(cells)),
    ].join('\n'),
  }),
};

const HEAD = ['', 'bytes out', 'time', 'most memory resident'];

function cells({ name, bytes, seconds, resident }: Pass): string[] {
  return [name, `${bytes}`, `${seconds.toFixed(0)} s`, `${(resident / 2 ** 20).toFixed(0)} MiB`];
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(2)} GiB`;
}

/** The binarised test images, over and over, as one idx file. */
function* images(): Generator<Uint8Array> {
  yield idxFile([ITEMS, 28, 28], new Uint8Array(0));
  const all = readMnist().subarray(16);
  for (let left = ITEMS * PIXELS; left > 0; left -= all.length) {
    yield all.subarray(0, Math.min(left, all.length));
  }
}

function* hashed(pieces: Iterable<Uint8Array>, hash: Hash): Generator<Uint8Array> {
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

/** Runs the built program on a stream, watching how much memory it has resident. */
async function through(
  command: string,
  options: readonly string[],
  input: Readable,
  drain: (out: Readable) => Promise<void>,
): Promise<Omit<Pass, 'bytes'>> {
  if (!existsSync(PROGRAM)) throw new Error('the program is not built: npm run build');
  const started = performance.now();
  const child = spawn(process.execPath, [PROGRAM, command, '-q', ...options, '-'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  let resident = 0;
  const watch = setInterval(() => {
    resident = Math.max(resident, highWater(child.pid));
  }, 20);
  await Promise.all([pipeline(input, child.stdin), drain(child.stdout)]);
  const status = await ended;
  clearInterval(watch);
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
  return { name: command, seconds: (performance.now() - started) / 1000, resident };
}

/** What Linux has as the peak of a process so far; 0 when it has ended. */
function highWater(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
