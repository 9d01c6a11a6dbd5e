import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import sharp from 'sharp';
import { FILES } from '../../src/train/folder.js';
import { npyFile } from '../data/npyFile.js';
import { idxFile, mnistSlice } from '../data.js';
import { bytesOf } from '../frozen/input.js';
import { slopes, swings } from '../train/items.js';
import { expectError } from './outcome.js';
import { craystack, inFolder, PROGRAM, run, shown } from './process.js';

const digits = Buffer.from(mnistSlice(0, 60));

/** Has a starter be trained in seconds. */
function makeSmall(file: string): void {
  const spec = JSON.parse(
    readFileSync(file, 'utf8').replaceAll(/"width": (128|256|64)/g, '"width": 32'),
  );
  Object.assign(spec.training, { steps: 25, batch: 256, rate: 1e-2, every: 10 });
  writeFileSync(file, JSON.stringify(spec));
}

describe('a model of your own', () => {
  for (const kind of ['neighbourhood', 'vae']) {
    it(
      `goes from a data set to a smaller file in three commands: ${kind}`,
      inFolder(async (cwd) => {
        writeFileSync(join(cwd, 'digits'), digits);
        const step = async (...args: string[]) => {
          const { status, stderr } = await craystack(args, { cwd });
          expect(status, stderr).to.equal(0);
          return stderr;
        };
        expect(await step('init', kind, '--data', 'digits')).to.equal(
          `craystack: ${kind}.json: a spec for 60 u8 items of 28 x 28\n`,
        );
        makeSmall(join(cwd, `${kind}.json`));
        const train = ['train', `${kind}.json`, '--data', 'digits', '-o', 'models/own'];
        const said = await step(...train);
        expect(said).to.match(/models\/own: \d+ parameters on .*, 57 items, 3 to validate\n/);
        expect(said).to.match(/step 25\/25: \d\.\d{4} bits\/dim, validation \d\.\d{4}, 0 s left\n/);
        expect(said).to.match(
          /25 steps in .*, estimate \d\.\d{4} bits\/dim, the codec takes \d\.\d{4} \(of 3 items, all there are to validate\)\n/,
        );
        expect(readdirSync(join(cwd, 'models/own')).sort()).to.deep.equal(
          Object.values(FILES).sort(),
        );
        await step('compress', 'digits', '-m', 'models/own');
        // Bits are one an element; a model of so few steps makes less than half of that.
        expect(readFileSync(join(cwd, 'digits.cray')).length).to.be.below(digits.length / 16);
        await step('decompress', 'digits.cray', '-m', 'models/own', '-o', 'again');
        expect(readFileSync(join(cwd, 'again')).equals(digits)).to.equal(true);
      }),
    );
  }

  it(
    'takes what the program reads: gzip, folders of images, raw numbers',
    inFolder(async (cwd) => {
      const { levels } = slopes(40, 256, [6, 7, 3]);
      mkdirSync(join(cwd, 'photos/more'), { recursive: true });
      for (let i = 0; i < 40; i++) {
        const raw = { width: 7, height: 6, channels: 3 } as const;
        const image = sharp(levels.subarray(i * 126, (i + 1) * 126), { raw });
        const file = join(cwd, 'photos', i % 2 ? 'more' : '.', `${i}.png`);
        await image.png().toFile(file);
      }
      writeFileSync(join(cwd, 'photos/notes.txt'), 'no image');
      writeFileSync(join(cwd, 'digits.gz'), gzipSync(digits));
      writeFileSync(join(cwd, 'raw'), slopes(30, 256).levels);
      const data = [
        ['photos', '40 u8 items of 6 x 7 x 3'],
        ['digits.gz', '60 u8 items of 28 x 28'],
        ['raw', '30 u8 items of 6 x 7', '--dtype', 'u8', '--shape', '6x7'],
      ] as const;
      for (const [name, items, ...options] of data) {
        const spec = `${name}.json`;
        const made = ['init', 'neighbourhood', '--data', name, '-o', spec, ...options];
        const init = await craystack(made, { cwd });
        expect(init.stderr).to.contain(`${spec}: a spec for ${items}\n`);
        makeSmall(join(cwd, spec));
        const args = ['train', spec, '--data', name, '-o', `models/${name}`, ...options];
        const { status, stderr } = await craystack(args, { cwd });
        expect(status, stderr).to.equal(0);
        if (name === 'photos') {
          expect(stderr).to.contain('photos/notes.txt: is of no known format, and left out\n');
        }
      }
      const picture = ['compress', 'photos/2.png', '-m', 'models/photos', '-o', 'p.cray'];
      expect((await craystack(picture, { cwd })).stderr).to.contain('model photos');
    }),
  );

  it(
    'is of a series of 16 bits, such as sound, whose moments see those before',
    inFolder(async (cwd) => {
      const { levels } = swings(3000, [2]);
      const samples = Int16Array.from(levels, (level) => level - 32768);
      writeFileSync(join(cwd, 'series.npy'), npyFile('<i2', [3000, 2], bytesOf(samples)));
      const wide = npyFile('<i4', [40, 2], bytesOf(Int32Array.from(samples.subarray(0, 80))));
      writeFileSync(join(cwd, 'wide.npy'), wide);
      const step = async (...args: string[]) => {
        const { status, stderr } = await craystack(args, { cwd });
        expect(status, stderr).to.equal(0);
        return stderr;
      };
      expect(await step('init', 'neighbourhood', '--data', 'series.npy')).to.equal(
        'craystack: neighbourhood.json: a spec for 3000 i16 items of 2\n',
      );
      const train = ['train', 'neighbourhood.json', '--data', 'series.npy', '-o', 'own'];
      const said = await step(...train, '--steps', '100');
      expect(said).to.match(/own: \d+ parameters on the kernels, 19 stretches, 1 to validate\n/);
      expect(said).to.match(/ \(of 1 stretch, all there are to validate\)\n$/);
      await step('compress', 'series.npy', '-m', 'own', '--chunk', '1000');
      // 16 bits of noise in 7, about.
      const { length } = readFileSync(join(cwd, 'series.npy.cray'));
      expect(length).to.be.below(0.6 * 2 * samples.length);
      await step('decompress', 'series.npy.cray', '-o', 'again', '-T', '2');
      const again = readFileSync(join(cwd, 'again'));
      expect(again.equals(readFileSync(join(cwd, 'series.npy')))).to.equal(true);
      await step('eval', 'series.npy', '-m', 'own');
      const refused = async (...args: string[]) => (await craystack(args, { cwd })).stderr;
      expect(await refused('init', 'neighbourhood', '--data', 'wide.npy')).to.equal(
        'craystack: DATA_MISMATCH: wide.npy: expected elements of 8 or 16 bits to train on, got i32\n',
      );
      expect(await refused('init', 'vae', '--data', 'series.npy')).to.equal(
        'craystack: DATA_MISMATCH: series.npy: expected items of more than a few numbers, got 2; a neighbourhood sees the items before\n',
      );
    }),
  );

  it(
    'is of images of any size where they are of many',
    inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'photos'));
      const paint = (file: string, height: number, width: number) => {
        const { levels } = slopes(1, 256, [height, width, 3]);
        return sharp(levels, { raw: { width, height, channels: 3 } })
          .png()
          .toFile(join(cwd, file));
      };
      for (let i = 0; i < 12; i++) await paint(`photos/${i}.png`, 20 + i, 24);
      await paint('new.png', 33, 17);
      const step = async (...args: string[]) => {
        const { status, stderr } = await craystack(args, { cwd });
        expect(status, stderr).to.equal(0);
      };
      await step('init', 'neighbourhood', '--data', 'photos', '-o', 'n.json');
      makeSmall(join(cwd, 'n.json'));
      await step('train', 'n.json', '--data', 'photos', '-o', 'own');
      await step('compress', 'new.png', '-m', 'own');
      await step('decompress', 'new.png.cray', '-m', 'own', '-o', 'again.png');
      const pixels = (file: string) => sharp(join(cwd, file)).raw().toBuffer();
      expect(await pixels('again.png')).to.deep.equal(await pixels('new.png'));
    }),
  );

  it(
    'is saved by Ctrl-C, and goes on',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), digits);
      await craystack(['init', 'neighbourhood', '--data', 'digits'], { cwd });
      const file = join(cwd, 'neighbourhood.json');
      makeSmall(file);
      const spec = JSON.parse(readFileSync(file, 'utf8'));
      Object.assign(spec.training, { steps: 20_000, batch: 4, every: 2000 });
      writeFileSync(file, JSON.stringify(spec));
      const args = ['train', 'neighbourhood.json', '--data', 'digits', '-o', 'own'];
      const child = spawn(process.execPath, [...PROGRAM, ...args], { cwd, stdio: 'pipe' });
      let said = '';
      child.stderr.on('data', (text) => {
        said += text;
      });
      await shown(child.stderr, /^craystack: step 2000\/20000: /m);
      // That one is of these 2,000 steps; what is there in the end is of Ctrl-C.
      rmSync(join(cwd, 'own', FILES.checkpoint));
      child.kill('SIGINT');
      expect(await once(child, 'close')).to.deep.equal([null, 'SIGINT']);
      expect(readdirSync(join(cwd, 'own')).sort()).to.deep.equal(Object.values(FILES).sort());
      expect(said).to.match(
        /^craystack: own: stopped at step [2-9]\d{3}(, the model is that of step [2-9]\d{3}, the best so far)?; --resume goes on$/m,
      );
      // What is there is a model, and compresses.
      expect((await craystack(['compress', 'digits', '-m', 'own'], { cwd })).status).to.equal(0);
      const resumed = spawn(process.execPath, [...PROGRAM, ...args, '--resume'], {
        cwd,
        stdio: 'pipe',
      });
      await shown(
        resumed.stderr,
        /, from step [2-9]\d{3} of 20000\n|, from step 1\d{4} of 20000\n/,
      );
      resumed.kill('SIGTERM');
      await once(resumed, 'close');
    }),
  );

  it(
    'says that there are too few items to validate, and goes on to more steps',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), mnistSlice(0, 19));
      await craystack(['init', 'neighbourhood', '--data', 'digits'], { cwd });
      makeSmall(join(cwd, 'neighbourhood.json'));
      const args = ['train', 'neighbourhood.json', '--data', 'digits', '-o', 'own'];
      const first = (await craystack(args, { cwd })).stderr;
      expect(first).to.match(/, 19 items, too few \(under 20\) for any to validate\n/);
      expect(first).to.match(/step 25\/25: \d\.\d{4} bits\/dim, 0 s left\n/);
      expect(first).to.match(
        / \(of 19 items of those it was trained on, since there were too few to keep any to validate\)\n$/,
      );
      const more = (await craystack([...args, '--resume', '--steps', '30'], { cwd })).stderr;
      expect(more).to.match(/, from step 25 of 30\n/);
      expect(more).to.match(
        /^craystack: own: the model that was there before is kept as own\/earlier\/\w{8}-\w{8}\.json, for files that need it$/m,
      );
      expect(first).to.not.include('kept as');
      expect(more).to.match(/^craystack: own: 30 steps in /m);
    }),
  );

  it(
    'keeps the checkpoint before where the disk is full',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), digits);
      await craystack(['init', 'neighbourhood', '--data', 'digits'], { cwd });
      makeSmall(join(cwd, 'neighbourhood.json'));
      mkdirSync(join(cwd, 'own'));
      const file = join(cwd, 'own', FILES.checkpoint);
      writeFileSync(file, 'an older one');
      // 512-byte blocks; a file that grows beyond is an error of the write.
      const args = ['train', 'neighbourhood.json', '--data', 'digits', '-o', 'own', '-f'];
      const limited = ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath, ...PROGRAM, ...args];
      const { status, stderr } = await run('sh', limited, { cwd });
      expect(status).to.equal(1);
      expect(stderr.trimEnd().split('\n').at(-1)).to.match(
        /^craystack: IO: own\/checkpoint.safetensors: file too large.*/,
      );
      expect(readFileSync(file, 'utf8')).to.equal('an older one');
      expect(readdirSync(join(cwd, 'own'))).to.deep.equal([FILES.checkpoint]);
    }),
  );

  it(
    'says what is wrong before it trains',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), digits);
      writeFileSync(join(cwd, 'gray'), idxFile([2, 28, 28], new Uint8Array(1568).fill(7)));
      writeFileSync(join(cwd, 'small'), idxFile([2, 5, 5], new Uint8Array(50)));
      writeFileSync(join(cwd, 'text'), 'no data set at all');
      await craystack(['init', 'neighbourhood', '--data', 'digits', '-o', 'n.json'], { cwd });
      const text = readFileSync(join(cwd, 'n.json'), 'utf8');
      const change = (name: string, from: string, to: string) =>
        writeFileSync(join(cwd, name), text.replace(from, to));
      change('add.json', '"width": 128', '"width": 64');
      change('window.json', '"up": 7', '"up": 70');
      change('none.json', '"training"', '"description": "", "x"');
      const files = readdirSync(cwd);
      const refuses = async (args: string[], line: RegExp | string) => {
        expectError(await craystack(args, { cwd }), line, cwd, files);
      };
      const train = (spec: string, data: string) => ['train', spec, '--data', data, '-o', 'own'];
      await refuses(
        train('n.json', 'small'),
        'craystack: DATA_MISMATCH: small: the spec is of u8 items of 28 x 28, the data are u8 items of 5 x 5',
      );
      await refuses(
        train('n.json', 'gray'),
        'craystack: DATA_MISMATCH: gray: element 0 is 7, the spec is of levels 0 … 1; training.binarise draws bits of bytes',
      );
      await refuses(
        train('n.json', 'text'),
        /^craystack: DATA_INVALID: text: is of no known format/,
      );
      await refuses(
        [...train('n.json', 'digits'), '--valid', 'digits'],
        'craystack: USAGE: --valid digits: the data to validate are those to train on',
      );
      await refuses(train('n.json', 'never'), /^craystack: IO: never: no such file or directory/);
      await refuses(train('never.json', 'digits'), /^craystack: IO: never.json: no such file/);
      await refuses(
        train('add.json', 'digits'),
        'craystack: SPEC_INVALID: networks.site.1.add: expected 128 outputs, as hidden1 has, got 64 in hidden0',
      );
      await refuses(
        train('window.json', 'digits'),
        /^craystack: SPEC_INVALID: window.json: codec.passes.0.window.0.up: /,
      );
      await refuses(
        train('none.json', 'digits'),
        /^craystack: SPEC_INVALID: none.json: \(top level\): /,
      );
      await refuses(
        ['init', 'vae', '--data', 'digits', '-o', 'n.json'],
        'craystack: IO: n.json: already exists; -f overwrites it',
      );
      mkdirSync(join(cwd, 'own'));
      writeFileSync(join(cwd, 'own', FILES.spec), '{}');
      const there = await craystack(train('n.json', 'digits'), { cwd });
      expect(there.stderr).to.equal(
        'craystack: IO: own/model.json: already exists; --resume goes on, -f begins anew\n',
      );
      expect(existsSync(join(cwd, 'own', FILES.checkpoint))).to.equal(false);
    }),
  );
});
