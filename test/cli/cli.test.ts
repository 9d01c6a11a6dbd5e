import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { readSafetensors, writeSafetensors } from '../../src/networks/safetensors.js';
import { packageFile, VERSION } from '../../src/package.js';
import { idxFile, mnistSlice } from '../data.js';
import { craystack, inFolder, type Outcome, PROGRAM, run } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));

/** Checks for one line on stderr, nothing on stdout, status 1, and no files but these. */
function expectError(
  { status, stdout, stderr }: Outcome,
  line: RegExp,
  folder: string,
  files: string[],
) {
  expect(stderr).to.match(line);
  expect(stderr.trimEnd().split('\n')).to.have.length(1);
  expect(stdout).to.have.length(0);
  expect(status).to.equal(1);
  expect(readdirSync(folder).sort()).to.deep.equal([...files].sort());
}

describe('craystack compress and decompress', () => {
  it(
    'restore a file beside its compressed one, and say what they did',
    inFolder(async (folder) => {
      const file = join(folder, 'digits');
      writeFileSync(file, images);
      const packed = await craystack(['compress', file]);
      expect(packed.stderr).to.match(
        /^craystack: .*digits\.cray: 15696 -> \d+ bytes, 0\.\d{4} bits\/dim, \d+\.\d\d s\n$/,
      );
      expect([packed.status, packed.stdout.length]).to.deep.equal([0, 0]);
      const unpacked = await craystack(['decompress', `${file}.cray`, '-o', `${file}.back`, '-q']);
      expect(unpacked).to.deep.include({ status: 0, stderr: '' });
      expect(readFileSync(`${file}.back`).equals(images)).to.equal(true);
    }),
  );

  it('write the same with any number of threads, and restore with another', async () => {
    const [one, two] = await Promise.all(
      ['1', '2'].map((threads) =>
        craystack(['compress', '-q', '--chunk', '7', '-T', threads], { input: images }),
      ),
    );
    expect(one?.stderr).to.equal('');
    expect(one?.stdout.equals(two?.stdout as Buffer)).to.equal(true);
    const unpacked = await craystack(['decompress', '-q'], { input: two?.stdout as Buffer });
    expect(unpacked.stdout.equals(images)).to.equal(true);
  });

  it('work in pipes, with and without a dash, also on gzip', async () => {
    const packed = await craystack(['compress', '-q'], { input: images });
    const alike = await craystack(['compress', '-', '-q', '-m', 'mnist-binary-vae'], {
      input: gzipSync(images),
    });
    expect(packed.stdout.equals(alike.stdout)).to.equal(true);
    const unpacked = await craystack(['decompress', '-', '-q'], { input: packed.stdout });
    expect(unpacked).to.deep.include({ status: 0, stderr: '' });
    expect(unpacked.stdout.equals(images)).to.equal(true);
  });

  it(
    'write to stdout with -c, and name the output of a .gz after what is inside',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'digits.gz'), gzipSync(images));
      await craystack(['compress', 'digits.gz', '-q'], { cwd: folder });
      expect(readdirSync(folder)).to.deep.equal(['digits.cray', 'digits.gz']);
      const { stdout } = await craystack(['decompress', '-qc', 'digits.cray'], { cwd: folder });
      expect(stdout.equals(images)).to.equal(true);
    }),
  );

  it(
    'leave out the order of the items on request, and say so',
    inFolder(async (folder) => {
      const file = join(folder, 'digits');
      writeFileSync(file, images);
      await craystack(['compress', file, '-q']);
      const ordered = readFileSync(`${file}.cray`).length;
      await craystack(['compress', file, '-qf', '--unordered']);
      // log2(20!) is 61.1 bits; sizes are in words of four bytes.
      expect(readFileSync(`${file}.cray`).length).to.be.at.most(ordered);
      const unpacked = await craystack(['decompress', 'digits.cray', '-o', 'back'], {
        cwd: folder,
      });
      expect(unpacked.stderr.split('\n')[0]).to.equal(
        'craystack: digits.cray: has no order; its items come back sorted',
      );
      const items = Array.from({ length: 20 }, (_, i) =>
        images.subarray(16 + 784 * i, 16 + 784 * (i + 1)),
      ).sort(Buffer.compare);
      const expected = Buffer.concat([images.subarray(0, 16), ...items]);
      expect(readFileSync(join(folder, 'back')).equals(expected)).to.equal(true);
    }),
  );

  it(
    'do not overwrite without -f',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), images);
      writeFileSync(join(folder, 'd.cray'), 'precious');
      const refused = await craystack(['compress', 'd'], { cwd: folder });
      expectError(refused, /^craystack: IO: d\.cray: already exists; -f overwrites it\n$/, folder, [
        'd',
        'd.cray',
      ]);
      expect(readFileSync(join(folder, 'd.cray'), 'utf8')).to.equal('precious');
      expect((await craystack(['compress', 'd', '-f'], { cwd: folder })).status).to.equal(0);
      expect(readFileSync(join(folder, 'd.cray')).length).to.be.greaterThan(100);
    }),
  );
});

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
          /^craystack: TRUNCATED: cut\.cray: the file ends within the block at byte \d+/,
        ],
        [
          ['decompress', 'flipped.cray'],
          /^craystack: CORRUPT: flipped\.cray: the block at byte \d+: the checksum does not match\n/,
        ],
        [
          ['decompress', 'newer.cray'],
          /^craystack: UNSUPPORTED: newer\.cray: the file is of version 9/,
        ],
        [
          ['decompress', 'cut.cray', '-c', '-o', 'x'],
          /^craystack: USAGE: -c and -o exclude each other\n/,
        ],
        [
          ['decompress', 'gray'],
          /^craystack: USAGE: gray: does not end in \.cray, so name the output with -o/,
        ],
        [
          ['compress', 'gray'],
          /^craystack: DATA_MISMATCH: gray: item 0, element 84: expected a value in 0 … 1, got 7\n/,
        ],
        [
          ['compress', 'wide'],
          /^craystack: DATA_MISMATCH: wide: no model fits u8 items of 2 x 784: there are mnist/,
        ],
        [
          ['compress', 'short'],
          /^craystack: DATA_MISMATCH: short: no model fits u8 items of 1: there are /,
        ],
        [['compress', 'missing'], /^craystack: IO: missing: no such file or directory\n/],
        [['compress', '.'], /^craystack: IO: \.: is a directory\n/],
        [['compress', 'short', '-m', 'nope'], /^craystack: MODEL_NOT_FOUND: nope: no such model/],
        [
          ['compress', 'short', '--lanes', '0'],
          /^craystack: USAGE: .*--lanes.*expected an integer from 1 to 4096/,
        ],
        [
          ['compress', 'short', '--lanse', '4'],
          /^craystack: USAGE: unknown option '--lanse' \(Did you mean --lanes\?\)\n/,
        ],
        [
          ['compres', 'short'],
          /^craystack: USAGE: unknown command 'compres' \(Did you mean compress\?\)\n/,
        ],
        [['compress', 'a', 'b', '-o', 'x'], /^craystack: USAGE: -c and -o take one file, got 2\n/],
        [['compress', '--rm', '-c', 'gray'], /^craystack: USAGE: --rm goes from files to files/],
        [['compress', '--rm', '-k', 'gray'], /^craystack: USAGE: .*cannot be used with/],
        [[], /^craystack: USAGE: expected a command; see --help\n/],
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
          /^craystack: MODEL_MISMATCH: d\.cray: model mnist-binary-vae: expected weights of SHA-256 \w{64}, got \w{64}\n/,
        ],
        [
          ['compress', 'd', '-m', 'broken', '-c'],
          /^craystack: WEIGHTS_INVALID: weights: logits\.bias: element 3 is NaN\n/,
        ],
      ];
      for (const [args, line] of cases) {
        expectError(await craystack(args, { cwd: folder }), line, folder, files);
      }
      const elsewhere = await craystack(['decompress', join(folder, 'd.cray'), '-c'], { cwd: '/' });
      expectError(
        elsewhere,
        /^craystack: MODEL_NOT_FOUND: .*other: no such model: .* \(spec SHA-256 \w{64}\); -m names its folder\n/,
        folder,
        files,
      );
    }),
  );

  it(
    'says when it may not write, or the disk is full, and leaves no file',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), images);
      const gone = await craystack(['compress', 'd', '-o', 'no/such/x'], { cwd: folder });
      expectError(gone, /^craystack: IO: no\/such\/x: no such file or directory\n/, folder, ['d']);

      // A file may grow to one block of 512 bytes only, the closest to a full disk without a mount.
      const shell = `trap '' XFSZ; ulimit -f 1; exec "$0" "$@"`;
      const limited = await run(
        'sh',
        ['-c', shell, process.execPath, ...PROGRAM, 'decompress', '-', '-o', 'big'],
        { cwd: folder, input: (await craystack(['compress', '-q'], { input: images })).stdout },
      );
      expectError(limited, /^craystack: IO: big: the file grows larger than is allowed\n/, folder, [
        'd',
      ]);
    }),
  );

  const full = 'says when a device is full';
  if (!existsSync('/dev/full')) it(`${full}: skipped, there is no /dev/full`);
  else {
    it(
      full,
      inFolder(async (folder) => {
        writeFileSync(join(folder, 'd'), images);
        const outcome = await craystack(['compress', 'd', '-o', '/dev/full'], { cwd: folder });
        const line = /^craystack: IO: \/dev\/full: no space left on the device\n/;
        expectError(outcome, line, folder, ['d']);
      }),
    );
  }

  const unreadable = 'says when a file may not be read';
  if (process.getuid?.() === 0) it(`${unreadable}: skipped, root may read everything`);
  else {
    it(
      unreadable,
      inFolder(async (folder) => {
        writeFileSync(join(folder, 'd'), images, { mode: 0 });
        const outcome = await craystack(['compress', 'd'], { cwd: folder });
        expectError(outcome, /^craystack: IO: d: permission denied\n/, folder, ['d']);
      }),
    );
  }

  const failing = 'says when a file cannot be read to its end';
  if (!existsSync('/proc/self/mem')) it(`${failing}: skipped, there is no /proc`);
  else {
    it(
      failing,
      inFolder(async (folder) => {
        const outcome = await craystack(['compress', '/proc/self/mem', '-o', 'x'], { cwd: folder });
        expectError(outcome, /^craystack: IO: \/proc\/self\/mem: /, folder, []);
      }),
    );
  }

  it('keeps a reader that goes away quiet', async () => {
    const shell = `"$0" "$@" | head -c 5 > /dev/null`;
    const input = (await craystack(['compress', '-q'], { input: Buffer.from(mnistSlice(0, 2000)) }))
      .stdout;
    const { stderr } = await run(
      'sh',
      ['-c', shell, process.execPath, ...PROGRAM, 'decompress', '-q'],
      { input },
    );
    expect(stderr).to.equal('');
  });
});

describe('several files', () => {
  it(
    'are each compressed, restored and tested; a bad one does not stop the others',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'a'), images);
      writeFileSync(join(folder, 'b'), 'not images');
      writeFileSync(join(folder, 'c'), images);
      const packed = await craystack(['compress', '--rm', 'a', 'b', 'c', '-q'], { cwd: folder });
      expect(packed.stderr).to.match(
        /^craystack: DATA_MISMATCH: b: no model fits u8 items of 1: [^\n]*\n$/,
      );
      expect(packed.status).to.equal(1);
      expect(readdirSync(folder)).to.deep.equal(['a.cray', 'b', 'c.cray']);

      const tested = await craystack(['test', 'a.cray', 'b', 'c.cray'], { cwd: folder });
      expect(tested.stderr).to.match(
        /^craystack: a\.cray: all is well\ncraystack: NOT_CRAY: b: [^\n]*\ncraystack: c\.cray: all is well\n$/,
      );
      expect(tested.status).to.equal(1);

      const unpacked = await craystack(['decompress', '--rm', '-q', 'a.cray', 'c.cray'], {
        cwd: folder,
      });
      expect(unpacked).to.deep.include({ status: 0, stderr: '' });
      expect(readdirSync(folder)).to.deep.equal(['a', 'b', 'c']);
      expect(readFileSync(join(folder, 'c')).equals(images)).to.equal(true);
    }),
  );

  it(
    'are not deleted unless what came of them is whole',
    inFolder(async (folder) => {
      const good = (await craystack(['compress', '-q'], { input: images })).stdout;
      writeFileSync(join(folder, 'x.cray'), good.subarray(0, good.length - 1));
      const { status } = await craystack(['decompress', '--rm', '-q', 'x.cray'], { cwd: folder });
      expect(status).to.equal(1);
      expect(readdirSync(folder)).to.deep.equal(['x.cray']);
    }),
  );
});

describe('a source', () => {
  it(
    'is neither overwritten by its own result nor deleted for one that is not kept',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), images);
      symlinkSync('d', join(folder, 'alias'));
      for (const output of ['d', './d', 'alias']) {
        const same = await craystack(['compress', 'd', '-f', '--rm', '-o', output], {
          cwd: folder,
        });
        expectError(same, /^craystack: IO: .*: is the input itself\n/, folder, ['alias', 'd']);
      }
      expect(readFileSync(join(folder, 'd')).equals(images)).to.equal(true);

      await craystack(['compress', 'd', '-q'], { cwd: folder });
      const args = ['decompress', 'd.cray', '--rm', '-f', '-o', '/dev/null'];
      const gone = await craystack(args, { cwd: folder });
      expectError(gone, /^craystack: USAGE: .*--rm .*\n/, folder, ['alias', 'd', 'd.cray']);
    }),
  );
});

describe('craystack models', () => {
  it('lists what there is, for people and for machines', async () => {
    const { stdout } = await craystack(['models']);
    expect(stdout.toString()).to.match(
      /^mnist-binary-vae\n {2}u8 items of 28 x 28, 2 values\n {2}A one-layer/,
    );
    const json = await craystack(['models', '--json']);
    expect(JSON.parse(json.stdout.toString().split('\n')[0] as string)).to.deep.include({
      name: 'mnist-binary-vae',
    });
  });
});

describe('craystack info', () => {
  it('says what is in a file, for people and for machines', async () => {
    const ordered = (await craystack(['compress', '-q'], { input: images })).stdout;
    const { stdout, stderr } = await craystack(['info'], { input: ordered });
    expect(stderr).to.equal('');
    expect(stdout.toString()).to.match(
      /^-\n {2}data {6}idx, 20 items of 28 x 28, u8\n {2}order {5}kept\n/,
    );
    const unordered = await craystack(['compress', '--unordered', '-q'], { input: images });
    const json = await craystack(['info', '--json', '-'], { input: unordered.stdout });
    expect(JSON.parse(json.stdout.toString())).to.deep.include({
      items: 20,
      shape: [28, 28],
      order: 'not kept',
      model: 'mnist-binary-vae',
      originalBytes: images.length,
      bytes: unordered.stdout.length,
    });
  });

  it('refuses what is no .cray file', async () => {
    const { status, stderr } = await craystack(['info'], { input: images });
    expect(status).to.equal(1);
    expect(stderr).to.match(/^craystack: NOT_CRAY: standard input: not a \.cray file/);
  });
});

describe('the help', () => {
  it('shows commands, examples, models and the version', async () => {
    const { stdout, status } = await craystack(['--help']);
    expect(status).to.equal(0);
    for (const part of [
      'compress [options] [files...]',
      'decompress',
      'Examples:',
      'mnist-binary-vae',
    ]) {
      expect(stdout.toString()).to.include(part);
    }
    expect((await craystack(['--version'])).stdout.toString()).to.equal(`${VERSION}\n`);
    const help = (await craystack(['compress', '--help'])).stdout.toString();
    expect(help).to.include('-m, --model');
    expect(help.replace(/\s+/g, ' ')).to.include(
      '--unordered do not keep the order of the items: saves log2(n!) bits',
    );
  });

  it('is not needed to read messages as JSON', async () => {
    const { stderr } = await craystack(['--log-format', 'json', 'compress', '/no/such']);
    expect(JSON.parse(stderr)).to.deep.include({
      code: 'IO',
      msg: '/no/such: no such file or directory',
    });
  });
});
