import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors, writeSafetensors } from '../../src/networks/safetensors.js';
import { packageFile } from '../../src/package.js';
import { idxFile, mnistSlice } from '../data.js';
import { expectError } from './outcome.js';
import { craystack, inFolder } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));

describe('the command line on bad input', () => {
  it(
    'says in one line what is wrong with a file, and leaves none behind',
    inFolder(async (folder) => {
      const write = (name: string, bytes: Uint8Array | string) =>
        writeFileSync(join(folder, name), bytes);
      const good = (await craystack(['compress', '-q'], { input: images })).stdout;
      const flipped = Buffer.from(good);
      flipped[300] = (flipped[300] as number) ^ 4;
      write('text.cray', 'hello, world');
      write('cut.cray', good.subarray(0, good.length - 9));
      write('flipped.cray', flipped);
      write('newer.cray', Buffer.concat([good.subarray(0, 7), Uint8Array.of(9), good.subarray(8)]));
      write(
        'gray',
        Buffer.concat([images.subarray(0, 100), Uint8Array.of(7), images.subarray(101)]),
      );
      write('wide', idxFile([1, 2, 784], new Uint8Array(1568)));
      write('short', images.subarray(0, 10)); // bytes, since its header is cut
      const files = readdirSync(folder);
      const cases: [string[], RegExp][] = [
        [['decompress', 'text.cray'], /^craystack: NOT_CRAY: text\.cray: not a \.cray file: /],
        [
          ['decompress', 'cut.cray'],
          /^craystack: TRUNCATED: cut\.cray: the file ends within the small part at byte 0: expected \d+ bytes at byte \d+/,
        ],
        [
          ['decompress', 'flipped.cray'],
          /^craystack: CORRUPT: flipped\.cray: the small part at byte 0: the checksum does not match\n/,
        ],
        [
          ['decompress', 'newer.cray'],
          /^craystack: UNSUPPORTED: newer\.cray: the file is of version 9/,
        ],
        [
          ['compress', 'gray', '-m', 'mnist-binary-vae'],
          /^craystack: DATA_MISMATCH: gray: item 0, element 84: expected a value in 0 … 1, got 7\n/,
        ],
        [
          ['compress', 'wide', '-m', 'mnist-binary-vae'],
          /^craystack: DATA_MISMATCH: wide: model mnist-binary-vae fits u8 items of 28 x 28, got u8 items of 2 x 784\n/,
        ],
        [
          ['compress', 'short', '-m', 'mnist-binary-vae'],
          /^craystack: DATA_MISMATCH: short: model mnist-binary-vae fits u8 items of 28 x 28, got u8 items of 1\n/,
        ],
      ];
      for (const [args, line] of cases) {
        expectError(await craystack(args, { cwd: folder }), line, folder, files);
      }
    }),
  );

  it(
    'refuses a model that is not the one of the file, or is missing, or has a NaN in it',
    inFolder(async (folder) => {
      const source = packageFile('models/mnist-binary-vae');
      const make = (name: string, change: (values: Float32Array) => void): void => {
        mkdirSync(join(folder, name));
        const spec = JSON.parse(readFileSync(join(source, 'model.json'), 'utf8'));
        writeFileSync(join(folder, name, 'model.json'), JSON.stringify({ ...spec, name }));
        const tensors = readSafetensors(readFileSync(join(source, 'weights.safetensors')));
        change(tensors.get('logits.bias')?.values as Float32Array);
        writeFileSync(join(folder, name, 'weights.safetensors'), writeSafetensors(tensors));
      };
      make('other', (values) => values.fill(0.5));
      make('broken', (values) => values.fill(Number.NaN, 3, 4));
      writeFileSync(join(folder, 'd'), images);
      const files = ['broken', 'd', 'd.cray', 'other'];

      await craystack(['compress', 'd', '-m', 'other', '-q'], { cwd: folder });
      const cases: [string[], RegExp][] = [
        [
          ['decompress', 'd.cray', '-m', 'mnist-binary-vae', '-c'],
          /^craystack: MODEL_MISMATCH: d\.cray: model mnist-binary-vae of \S+model\.json: expected weights of SHA-256 \w{64}, got \w{64}\n/,
        ],
        [
          ['compress', 'd', '-m', 'broken', '-c'],
          /^craystack: WEIGHTS_INVALID: weights: logits\.bias: element 3 is NaN\n/,
        ],
      ];
      for (const [args, line] of cases) {
        expectError(await craystack(args, { cwd: folder }), line, folder, files);
      }
      rmSync(join(folder, 'other'), { recursive: true });
      const elsewhere = await craystack(['decompress', join(folder, 'd.cray'), '-c'], { cwd: '/' });
      expectError(
        elsewhere,
        /^craystack: MODEL_NOT_FOUND: .*other: no such model: .*, nor at \S+other\/model\.json \(spec SHA-256 \w{64}, weights SHA-256 \w{64}; not in the file\); -m names its folder\n/,
        folder,
        files.filter((name) => name !== 'other'),
      );
    }),
  );
});
