import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { walk } from '../../src/data/walk.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { mnistSlice } from '../data.js';
import { expectError, expectSilence } from './outcome.js';
import { craystack, inFolder, PROGRAM, run } from './process.js';

/** Root may read all, and becomes a user that may not; others are refused as themselves. */
const AS_NOBODY =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
const NODE = AS_NOBODY.length > 0 ? [process.execPath, ...PROGRAM] : PROGRAM;

/** What a folder holds, to compare. */
function listing(root: string): unknown[] {
  return [...walk(Buffer.from(root))].map(({ path, target, ...entry }) => {
    const place = Buffer.concat([Buffer.from(`${root}/`), path]);
    const content = entry.kind === 'file' ? readFileSync(place).toString('latin1') : '';
    return { ...entry, content, name: path.toString('latin1'), target: `${target}` };
  });
}

/** A folder of all kinds of things: names of any bytes, links that go nowhere and round, groups. */
function makeTree(root: string): void {
  mkdirSync(join(root, 'a/b/empty'), { recursive: true });
  for (let i = 0; i < 3; i++) {
    writeFileSync(join(root, `digits-${i}`), mnistSlice(30 * i, 30 * (i + 1)));
    const numbers = Uint8Array.from({ length: 40_000 }, (_, k) => (k >> 5) + i);
    writeFileSync(join(root, `a/${i}.npy`), npyFile('<i2', [200, 100], numbers));
  }
  writeFileSync(join(root, 'a/text.txt'), 'text\n'.repeat(100));
  writeFileSync(join(root, 'none'), '');
  writeFileSync(join(root, 'new\nline'), 'x');
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0xff, 0x80)]), 'odd');
  symlinkSync('../..', join(root, 'a/b/round'));
  symlinkSync('nowhere', join(root, 'loose'));
  chmodSync(join(root, 'a/text.txt'), 0o640);
  utimesSync(join(root, 'a/b'), 5, 1_234_567_890.5);
}

describe('a folder', () => {
  it(
    'is compressed and restored whole, with its metadata, also through pipes',
    inFolder(async (folder) => {
      const tree = join(folder, 'tree');
      makeTree(tree);
      chmodSync(tree, 0o750);
      const before = listing(folder);
      expectSilence(await craystack(['compress', '-q', '--verify', 'tree/'], { cwd: folder }));
      expectSilence(await craystack(['test', '-q', 'tree.cray'], { cwd: folder }));
      execFileSync('rm', ['-r', tree]);
      expectSilence(await craystack(['decompress', '-q', '--rm', 'tree.cray'], { cwd: folder }));
      expect(listing(folder)).to.deep.equal(before);

      const packed = await craystack(['compress', '-qc', 'tree'], { cwd: folder });
      const options = { cwd: folder, input: packed.stdout };
      expectSilence(await craystack(['test', '-q'], options));
      expectSilence(await craystack(['decompress', '-q', '-o', 'copy'], options));
      expect(listing(join(folder, 'copy'))).to.deep.equal(listing(tree));
    }),
  );

  it(
    'has times far from now come back to the microsecond',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      for (const name of ['now', 'far']) writeFileSync(join(folder, 'd', name), name);
      for (const time of [
        '2113-01-01 00:00:00.0001',
        '2241-12-31 23:59:59',
        '1903-02-03 04:05:06.7',
      ]) {
        execFileSync('touch', ['-d', `${time} UTC`, join(folder, 'd/far'), join(folder, 'd')]);
        expectSilence(await craystack(['compress', '-qf', '--verify', 'd'], { cwd: folder }));
        expectSilence(await craystack(['test', '-q', 'd.cray'], { cwd: folder }));
        expectSilence(await craystack(['decompress', '-qf', 'd.cray', '-o', 'e'], { cwd: folder }));
        expect(listing(join(folder, 'e'))).to.deep.equal(listing(join(folder, 'd')));
        const times = ['d', 'e'].map((name) => statSync(join(folder, name)).mtimeMs);
        expect(times[0]).to.equal(times[1]);
      }
    }),
  );

  it(
    'is one of several inputs, and told of by info',
    inFolder(async (folder) => {
      makeTree(join(folder, 'tree'));
      writeFileSync(join(folder, 'file'), 'a file');
      expectSilence(await craystack(['compress', '-q', 'tree', 'file'], { cwd: folder }));
      expect(readdirSync(folder)).to.deep.equal(['file', 'file.cray', 'tree', 'tree.cray']);
      const { stdout } = await craystack(['info', 'tree.cray'], { cwd: folder });
      expect(stdout.toString()).to.match(
        new RegExp(
          '^tree.cray\n {2}data {6}folder: 10 files, 3 folders, 2 links inside\n {2}size .*' +
            '\n {2}part 1 {4}names, and bytes of files: \\d+ items of 1, u8; \\d+ bytes, \\d+\\.\\d{4} bits/element, model \\S+' +
            '\n {2}part 2 {4}idx: 90 items of 28 x 28, u8; \\d+ bytes, \\d+\\.\\d{4} bits/element, [^\n]*' +
            '\n {2}part 3 {4}bytes: \\d+ items of 1, u8; [^\n]*, model numbers\n {2}fields {4}\\d+ fields? of \\w+, [^$]*\n$',
          's',
        ),
      );
      const json = await craystack(['info', '--json', 'tree.cray'], { cwd: folder });
      const record = JSON.parse(json.stdout.toString());
      expect(record).to.include({ format: 'folder', files: 10, folders: 3, links: 2 });
      expect(record.datasets).to.have.length(3);
      for (const { bytes, items, shape, bitsPerElement } of record.datasets) {
        const elements = shape.reduce((all: number, size: number) => all * size, items);
        expect(bitsPerElement).to.equal((8 * bytes) / elements);
      }
      expectSilence(
        await craystack(['decompress', '-qf', 'tree.cray', 'file.cray'], { cwd: folder }),
      );
    }),
  );

  it(
    'is not replaced where what it is made of is in it, or who asks',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd/e'), { recursive: true });
      writeFileSync(join(folder, 'd/x'), 'old');
      await craystack(['compress', '-q', 'd', '-o', 'd.cray'], { cwd: folder });
      writeFileSync(join(folder, 'd/e/d.cray'), readFileSync(join(folder, 'd.cray')));
      writeFileSync(join(folder, 'd/x'), 'new');
      const [own, here] = ['d/e/d.cray, which it is to be made of', 'the working directory'];
      for (const [cwd, file, output, what] of [
        ['.', 'd/e/d.cray', 'd', own],
        ['d/e', '../../d.cray', '../../d', here],
      ] as const) {
        const args = ['decompress', '-f', file, '-o', output];
        const { stderr, status } = await craystack(args, { cwd: join(folder, cwd) });
        const line = `IO: ${output}: has ${what}, in it, and would be replaced as a whole`;
        expect([stderr, status]).to.deep.equal([`craystack: ${line}\n`, 1]);
      }
      expect(readFileSync(join(folder, 'd/x'), 'utf8')).to.equal('new');
      expectSilence(await craystack(['decompress', '-qf', 'd.cray'], { cwd: folder }));
      expect(readFileSync(join(folder, 'd/x'), 'utf8')).to.equal('old');
    }),
  );

  it(
    'is not restored over another unless asked, nor to what is no folder',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      writeFileSync(join(folder, 'd/x'), 'old');
      writeFileSync(join(folder, 'file'), '');
      mkdirSync(join(folder, 'empty'));
      await craystack(['compress', '-q', 'd'], { cwd: folder });
      writeFileSync(join(folder, 'd/x'), 'new');
      const files = readdirSync(folder);
      for (const [args, line] of [
        [[], 'IO: d: already exists; -f replaces the whole folder'],
        [['-fo', 'file'], 'IO: file: already exists, and is no folder'],
        [['-o', 'no/d'], 'IO: no/d: no such file or directory'],
        [
          ['-c'],
          'USAGE: d.cray: holds a folder, which is restored to a folder, not to stdout: name it with -o FOLDER',
        ],
        [
          ['--items', '1', '-o', 'y'],
          'USAGE: d.cray: holds a folder, which is restored whole: --items is for data sets',
        ],
      ] as const) {
        const outcome = await craystack(['decompress', 'd.cray', ...args], { cwd: folder });
        expectError(outcome, `craystack: ${line}`, folder, files);
      }
      expect(readFileSync(join(folder, 'd/x'), 'utf8')).to.equal('new');
      expectSilence(await craystack(['decompress', '-qf', 'd.cray'], { cwd: folder }));
      expectSilence(
        await craystack(['decompress', '-q', 'd.cray', '-o', 'empty'], { cwd: folder }),
      );
      expect(readdirSync(folder)).to.deep.equal(files);
      expect(readFileSync(join(folder, 'd/x'), 'utf8')).to.equal('old');
    }),
  );

  it(
    'has options that make no sense of it refused, and wants a name where it has none',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd/e'), { recursive: true });
      for (const [args, line] of [
        [['--rm', 'd'], 'd: is a folder: --rm deletes files, and no folders'],
        [['--unordered', 'd'], 'd: is a folder: --unordered would mix up its files'],
        [
          ['--chunk', '5', 'd'],
          'd: is a folder: --chunk counts items, and those of a folder are of many kinds',
        ],
        [['.'], '.: name the output with -o FILE, or -c for stdout'],
      ] as const) {
        const outcome = await craystack(['compress', ...args], { cwd: folder });
        expectError(outcome, `craystack: USAGE: ${line}`, folder, ['d']);
      }
    }),
  );

  it(
    'is compressed to a file inside itself, which is no part of it, also as . and ..',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd/e'), { recursive: true });
      writeFileSync(join(folder, 'd/a'), 'an a'.repeat(2500));
      const cwd = join(folder, 'd');
      for (const [args, back] of [
        [['.', '-o', 'x.cray'], 'x.cray'],
        [['./', '-fo', './x.cray'], 'x.cray'],
        [[cwd, '-fo', 'e/y.cray'], 'e/y.cray'],
        [['e/..', '-fo', '../x.cray'], '../x.cray'],
      ] as const) {
        expectSilence(await craystack(['compress', '-q', ...args], { cwd }));
        const info = await craystack(['info', '--json', back], { cwd });
        expect(JSON.parse(info.stdout.toString()).provenance).to.include({ name: 'd' });
        expectSilence(await craystack(['decompress', '-q', back, '-o', '../out'], { cwd }));
        const restored = readdirSync(join(folder, 'out'), { recursive: true });
        // What was compressed before is a part of it, the output itself is not.
        const parts = { 'e/y.cray': ['a', 'e', 'x.cray'] }[back as string] ?? ['a', 'e'];
        expect(restored).to.include.members(parts);
        expect(restored).to.not.include(back);
        rmSync(join(folder, 'out'), { recursive: true });
      }
      const up = await craystack(['compress', '-q', '..', '-o', 'up.cray'], { cwd });
      expectSilence(up);
      expectSilence(await craystack(['decompress', '-q', 'up.cray', '-o', '../out'], { cwd }));
      expect(readdirSync(join(folder, 'out/d'))).to.deep.equal(['a', 'e', 'x.cray']);
    }),
  );

  it(
    'has what is no file left out, with a line and status 2',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      execFileSync('mkfifo', [join(folder, 'd/pi\npe')]);
      writeFileSync(join(folder, 'd/x'), 'x');
      const { status, stderr } = await craystack(['compress', '-q', 'd'], { cwd: folder });
      expect(stderr).to.equal(
        'craystack: IO: d/pi\\u{a}pe: is no file, folder or link, and left out\n',
      );
      expect(status).to.equal(2);
      expectSilence(await craystack(['decompress', '-q', 'd.cray', '-o', 'e'], { cwd: folder }));
      expect(readdirSync(join(folder, 'e'))).to.deep.equal(['x']);
    }),
  );

  it(
    'that changes while it is read is refused, and one that is cut or joined as well',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      writeFileSync(join(folder, 'd/x'), 'x'.repeat(1000));
      const inside = await craystack(['compress', '-qc', 'd', '-m', 'no-such'], { cwd: folder });
      expect(inside.stderr).to.match(/^craystack: MODEL_NOT_FOUND: [^\n]*\n$/);
      const { stdout } = await craystack(['compress', '-qc', 'd'], { cwd: folder });
      writeFileSync(join(folder, 'cut.cray'), stdout.subarray(0, -1));
      writeFileSync(join(folder, 'two.cray'), Buffer.concat([stdout, stdout]));
      const files = readdirSync(folder);
      for (const [file, line] of [
        ['cut', /^craystack: TRUNCATED: cut\.cray: the file ends within [^\n]*\n$/],
        [
          'two',
          /^craystack: UNSUPPORTED: two\.cray: part 2 at byte \d+: a second folder begins here, and folders cannot be joined\n$/,
        ],
      ] as const) {
        for (const command of ['decompress', 'test', 'info']) {
          expectError(
            await craystack([command, `${file}.cray`], { cwd: folder }),
            line,
            folder,
            files,
          );
        }
      }
      const joined = await craystack(['concat', 'two.cray', '-c'], { cwd: folder });
      expectError(joined, /^craystack: UNSUPPORTED: two\.cray: holds a folder, /, folder, files);
    }),
  );

  it(
    'has what may not be read left out, with a line each and status 2, unless it is the folder itself',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd/locked/inner'), { recursive: true });
      mkdirSync(join(folder, 'd/seen'));
      for (const name of ['secret', 'none', 'x', 'locked/y', 'seen/z']) {
        writeFileSync(join(folder, 'd', name), name === 'none' ? '' : name);
      }
      linkSync(join(folder, 'd/secret'), join(folder, 'd/seen/same'));
      chmodSync(folder, 0o755);
      const packed = () =>
        run(
          AS_NOBODY[0] ?? process.execPath,
          [...AS_NOBODY.slice(1), ...NODE, 'compress', '-qc', 'd'],
          { cwd: folder },
        );
      for (const name of ['secret', 'none', 'locked']) chmodSync(join(folder, 'd', name), 0);
      const { status, stdout, stderr } = await packed();
      const refused = (name: string) =>
        `craystack: IO: d/${name}: permission denied, and left out\n`;
      expect(stderr).to.equal(['locked', 'none', 'secret', 'seen/same'].map(refused).join(''));
      expect(status).to.equal(2);
      const options = { cwd: folder, input: stdout };
      expectSilence(await craystack(['decompress', '-q', '-o', 'e'], options));
      const there = readdirSync(join(folder, 'e'), { recursive: true }).sort();
      expect(there).to.deep.equal(['seen', 'seen/z', 'x']);
      rmSync(join(folder, 'e'), { recursive: true });
      // Names may be read, and nothing else of them.
      chmodSync(join(folder, 'd/seen'), 0o744);
      expect((await packed()).stderr).to.include(refused('seen/z'));
      chmodSync(join(folder, 'd'), 0);
      expectError(await packed(), 'craystack: IO: d: permission denied', folder, ['d']);
    }),
  );

  it(
    'is told where a model named fits none of what is in it',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      const numbers = Uint8Array.from({ length: 80_000 }, (_, k) => k >> 5);
      writeFileSync(join(folder, 'd/a.npy'), npyFile('<i2', [400, 100], numbers));
      const none =
        'model photo fits none of what is in it: all is by those that are best without it';
      const told = await craystack(['compress', '-m', 'photo', '-o', 'p.cray', 'd'], {
        cwd: folder,
      });
      expect(told.stderr).to.include(`d: ${none}\n`);
      const measured = await craystack(['eval', '-m', 'photo', 'd'], { cwd: folder });
      expect(measured.stderr).to.include(`d: ${none}\n`);
      const used = await craystack(['compress', '-m', 'numbers', '-o', 'n.cray', 'd'], {
        cwd: folder,
      });
      expect(used.stderr).not.to.include('fits none');
      const { stdout } = await craystack(['info', '--json', 'n.cray'], { cwd: folder });
      const { datasets } = JSON.parse(`${stdout}`);
      expect(datasets.map(({ model }: { model: string }) => model)).to.deep.equal([
        'numbers',
        'numbers',
      ]);
    }),
  );

  it(
    'is not there by half after an interrupt',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'd'));
      // Too much for a small part, which is read whole before anything is made of it.
      const random = new Random(1);
      writeFileSync(
        join(folder, 'd/x'),
        Uint8Array.from({ length: 300_000 }, () => random.uint32()),
      );
      const { stdout } = await craystack(['compress', '-qc', 'd'], { cwd: folder });
      const child = spawn(process.execPath, [...PROGRAM, 'decompress', '-q', '-o', 'e'], {
        cwd: folder,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      child.stdin.on('error', () => {});
      child.stdin.write(stdout.subarray(0, -40));
      while (!readdirSync(folder).some((name) => name.startsWith('.e.'))) await sleep(5);
      child.kill('SIGTERM');
      expect(await once(child, 'close')).to.deep.equal([null, 'SIGTERM']);
      expect(readdirSync(folder)).to.deep.equal(['d']);
    }),
  );
});
