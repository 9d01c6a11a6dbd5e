import { chmodSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { size } from '../../src/cli/units.js';
import { VERSION } from '../../src/package.js';
import { npyFile } from '../data/npyFile.js';
import { mnistSlice } from '../data.js';
import { expectSilence } from './outcome.js';
import { craystack, inFolder, PROGRAM, run } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));
const more = Buffer.from(mnistSlice(20, 30));
const all = Buffer.from(mnistSlice(0, 30));

/** Writes a and b and compresses them in chunks of 7. */
async function pack(folder: string): Promise<[Buffer, Buffer]> {
  writeFileSync(join(folder, 'a'), images);
  writeFileSync(join(folder, 'b'), more);
  await craystack(['compress', '-qm', 'mnist-binary-vae', '--chunk', '7', 'a', 'b'], {
    cwd: folder,
  });
  return [readFileSync(join(folder, 'a.cray')), readFileSync(join(folder, 'b.cray'))];
}

describe('files one after another', () => {
  it(
    'are one file for cat, as a name or as stdin, and become one for concat',
    inFolder(async (folder) => {
      const files = await pack(folder);
      writeFileSync(join(folder, 'c.cray'), Buffer.concat(files));
      const concat = ['concat', 'a.cray', 'b.cray', '-o', 'j.cray', '--comment', 'both'];
      const joined = await craystack(concat, { cwd: folder });
      const made = size(statSync(join(folder, 'j.cray')).size);
      const given = size(files[0].length + files[1].length);
      expect(joined.stderr).to.match(
        new RegExp(
          `^craystack: j\\.cray: ${given} -> ${made}, ratio \\d\\.\\d\\d, 0\\.\\d{4} bits/dim, `,
        ),
      );
      for (const name of ['c.cray', 'j.cray']) {
        const { stdout, stderr } = await craystack(['decompress', '-qc', name], { cwd: folder });
        expect([stderr, stdout.equals(all)], name).to.deep.equal(['', true]);
        const shell = `exec "$0" "$@" < ${name}`;
        const args = ['-c', shell, process.execPath, ...PROGRAM, 'decompress', '-q'];
        expect((await run('sh', args, { cwd: folder })).stdout.equals(all), name).to.equal(true);
      }
      const piped = await craystack(['decompress', '-q'], { input: Buffer.concat(files) });
      expect([piped.status, piped.stderr]).to.deep.equal([
        1,
        `craystack: UNSUPPORTED: standard input: a second part begins at byte ${files[0].length}: the ` +
          'items of several parts are counted before they are restored, which takes a file, not a pipe\n',
      ]);
      const info = await craystack(['info', 'j.cray', '--json'], { cwd: folder });
      const { pieces, items, provenance } = JSON.parse(info.stdout.toString());
      expect([items, pieces.length]).to.deep.equal([30, 2]);
      expect(provenance).to.deep.equal([{ creator: `craystack ${VERSION}`, comment: 'both' }]);
    }),
  );

  it(
    'are, once joined, as large and as small as info says',
    inFolder(async (folder) => {
      const path = (name: string) => join(folder, name);
      const wave = Int16Array.from({ length: 3000 }, (_, i) => 3000 * Math.sin(i / 50));
      const samples = new Uint8Array(wave.buffer);
      writeFileSync(path('a'), npyFile('<i2', [100, 10], samples.subarray(0, 2000)));
      writeFileSync(path('b'), npyFile('<i2', [200, 10], samples.subarray(2000)));
      await craystack(['compress', '-qm', 'arrays', 'a', 'b'], { cwd: folder });
      const joined = await craystack(['concat', 'a.cray', 'b.cray', '-o', 'j.cray'], {
        cwd: folder,
      });
      const info = await craystack(['info', 'j.cray', '--json'], { cwd: folder });
      const { originalBytes, bytes } = JSON.parse(info.stdout.toString());
      expect(originalBytes).to.equal(128 + 6000);
      expect(bytes).to.equal(statSync(path('j.cray')).size);
      const given = statSync(path('a.cray')).size + statSync(path('b.cray')).size;
      const sizes = `j.cray: ${size(given)} -> ${size(bytes)}, ratio ${(given / bytes).toFixed(2)}, `;
      expect(joined.stderr).to.include(sizes);
    }),
  );

  it(
    'are not joined where they do not fit, nor without an output',
    inFolder(async (folder) => {
      await pack(folder);
      await craystack(['compress', '-qfm', 'mnist-binary-vae', '--seed', '4', 'b'], {
        cwd: folder,
      });
      const cases: [string[], RegExp][] = [
        [['-o', 'j'], /^craystack: UNSUPPORTED: b\.cray: seed: expected 0 as in a\.cray, got 4\n$/],
        [[], /^craystack: USAGE: name the output with -o FILE, or -c for stdout\n$/],
        [['-o', 'a.cray', '-f'], /^craystack: IO: a\.cray: is the input itself\n$/],
      ];
      for (const [args, message] of cases) {
        const { stderr, status } = await craystack(['concat', 'a.cray', 'b.cray', ...args], {
          cwd: folder,
        });
        expect([stderr, status]).to.satisfy(
          ([s, n]: [string, number]) => message.test(s) && n === 1,
        );
      }
      expect(existsSync(join(folder, 'j'))).to.equal(false);
    }),
  );
});

describe('decompress --items', () => {
  it(
    'restores these items from a file and from a pipe',
    inFolder(async (folder) => {
      const [file] = await pack(folder);
      for (const [items, from, to] of [
        ['5:9', 5, 9],
        ['-3:', 17, 20],
        [':2', 0, 2],
        ['19', 19, 20],
      ] as const) {
        const expected = Buffer.from(mnistSlice(from, to));
        const named = await craystack(['decompress', '-qc', '--items', items, 'a.cray'], {
          cwd: folder,
        });
        const piped = await craystack(['decompress', '-q', '--items', items], { input: file });
        expect([named.stdout.equals(expected), piped.stdout.equals(expected)], items).to.deep.equal(
          [true, true],
        );
      }
      const args = ['decompress', '-c', '--items', '6,5,5:7', '--log-format', 'json', 'a.cray'];
      const several = await craystack(args, { cwd: folder });
      expect(several.stdout.equals(Buffer.from(mnistSlice(5, 7)))).to.equal(true);
      // Some bytes are read twice, and count once.
      expect(JSON.parse(several.stderr).from).to.be.within(1, file.length);
      const none = await craystack(['decompress', '-c', '--items', '20:30', 'a.cray'], {
        cwd: folder,
      });
      expect([none.status, none.stderr]).to.deep.equal([
        1,
        'craystack: USAGE: a.cray: items 20:30: selects none of 20 items\n',
      ]);
      const bad = await craystack(['decompress', '-c', '--items', '2-3', 'a.cray'], {
        cwd: folder,
      });
      expect(bad.stderr).to.match(
        /^craystack: USAGE: .*'2-3' is invalid\. expected items as 100:200/,
      );
      const rm = await craystack(['decompress', '--rm', '--items', '2:3', 'a.cray', '-o', 'x'], {
        cwd: folder,
      });
      expect(rm.stderr).to.match(/^craystack: USAGE: --rm wants the whole data set/);
    }),
  );
});

describe('decompress --items without an output', () => {
  it(
    'does not write the part under the name of the whole',
    inFolder(async (folder) => {
      await pack(folder);
      writeFileSync(join(folder, 'a'), 'the whole');
      writeFileSync(join(folder, 'b.c.cray'), readFileSync(join(folder, 'a.cray')));
      const args = ['decompress', '-qf', '--items', '5', 'a.cray', 'b.c.cray'];
      expectSilence(await craystack(args, { cwd: folder }));
      expect(readFileSync(join(folder, 'a'), 'utf8')).to.equal('the whole');
      const five = Buffer.from(mnistSlice(5, 6));
      for (const name of ['a.part', 'b.part.c']) {
        expect(readFileSync(join(folder, name)).equals(five), name).to.equal(true);
      }
      expect(existsSync(join(folder, 'b.c'))).to.equal(false);
      const again = await craystack(['decompress', '--items', '6', 'a.cray'], { cwd: folder });
      expect(again.stderr).to.equal('craystack: IO: a.part: already exists; -f overwrites it\n');
    }),
  );
});

describe('decompress --keep-going', () => {
  it(
    'restores what is sound, names what is not, and ends with status 2',
    inFolder(async (folder) => {
      const [file] = await pack(folder);
      const at = file.indexOf('C', 250);
      const damaged = Buffer.from(file);
      damaged[at + 30] = (damaged[at + 30] as number) ^ 1;
      writeFileSync(join(folder, 'd.cray'), damaged);
      const strict = await craystack(['decompress', 'd.cray', '-o', 'x'], { cwd: folder });
      expect(strict.status).to.equal(1);
      for (const input of [undefined, damaged]) {
        const args = ['decompress', '-q', '--keep-going', ...(input ? [] : ['d.cray', '-o', 'x'])];
        const outcome = await craystack(args, { cwd: folder, ...(input && { input }) });
        expect(outcome.status).to.equal(2);
        expect(outcome.stderr).to.match(
          /^craystack: CORRUPT: [^:]*: chunk \d at byte \d+: the checksum does not match; items \d+:\d+ are lost\ncraystack: CORRUPT: [^:]*: restored 1\d of 20 items; missing are items \d+:\d+\n$/,
        );
        const [, from, to] = /items (\d+):(\d+)\n$/.exec(outcome.stderr) ?? [];
        const rest = [mnistSlice(0, Number(from)), mnistSlice(Number(to), 20)].map((part) =>
          part.subarray(16),
        );
        const restored = input ? outcome.stdout : readFileSync(join(folder, 'x'));
        expect(restored.subarray(16).equals(Buffer.concat(rest))).to.equal(true);
        expect(restored.readUInt32BE(4)).to.equal((restored.length - 16) / 784);
      }
      const sound = await craystack(['decompress', '-qc', '--keep-going', 'a.cray'], {
        cwd: folder,
      });
      expect([sound.status, sound.stderr, sound.stdout.equals(images)]).to.deep.equal([
        0,
        '',
        true,
      ]);
    }),
  );
});

describe('what people want to know of a file', () => {
  it(
    'is kept and given back: time and permissions, and the name on request',
    inFolder(async (folder) => {
      const path = (name: string) => join(folder, name);
      writeFileSync(path('d'), images);
      utimesSync(path('d'), 1e9 + 0.25, 1e9 + 0.25);
      chmodSync(path('d'), 0o4640);
      await craystack(['compress', '-q', 'd', '-o', 'x.cray', '--comment', 'a \u001b[31m line'], {
        cwd: folder,
      });
      await craystack(['decompress', '-q', 'x.cray'], { cwd: folder });
      for (const name of ['x.cray', 'x']) {
        const { mode, mtimeMs } = statSync(path(name));
        expect([(mode & 0o7777).toString(8), mtimeMs], name).to.deep.equal(['640', 1e12 + 250]);
      }
      const refused = await craystack(['decompress', '-N', 'x.cray'], { cwd: folder });
      expect(refused.stderr).to.equal('craystack: IO: d: already exists; -f overwrites it\n');
      const { stdout } = await craystack(['info', 'x.cray'], { cwd: folder });
      expect(stdout.toString()).to.match(
        /\n {2}made by {3}craystack .*\n {2}comment {3}a \\u\{1b\}\[31m line\n {2}name {6}d\n {2}changed {3}2001-09-09T01:46:40\.250Z\n {2}mode {6}640\n/,
      );
    }),
  );

  it(
    'is left out on request, and of pipes, so that the same input gives the same file',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), images);
      const piped = await craystack(['compress', '-q'], { input: images });
      await craystack(['compress', '-q', '--no-metadata', 'd'], { cwd: folder });
      expect(readFileSync(join(folder, 'd.cray')).equals(piped.stdout)).to.equal(true);
      const again = await craystack(['compress', '-q'], { input: images });
      expect(again.stdout.equals(piped.stdout)).to.equal(true);
    }),
  );
});

describe('compress --embed-model', () => {
  it(
    'makes a file that needs no model, and says what the model takes',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), images);
      const packed = await craystack(['compress', '-m', 'mnist-binary-vae', '--embed-model', 'd'], {
        cwd: folder,
      });
      expect(packed.stderr).to.match(
        /: 15\.7 kB -> 1\.\d\d MB, 1\.\d\d MB of it the model, ratio 0\.01, 0\.\d{4} bits\/dim without it, /,
      );
      const args = ['decompress', '-qc', 'd.cray', '-m', '/no/such/model'];
      expect((await craystack(args, { cwd: folder })).stdout.equals(images)).to.equal(true);
      const { stdout } = await craystack(['info', 'd.cray'], { cwd: folder });
      expect(stdout.toString()).to.match(
        /\n {2}model {5}mnist-binary-vae, inside, 16\d{5} bytes\n/,
      );
    }),
  );
});

describe('--memory', () => {
  it(
    'that is too little says what is enough, for the whole and with the smallest chunks',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'digits'), mnistSlice(0, 20));
      const cwd = folder;
      for (const model of ['arrays', 'mnist-binary-vae']) {
        const compress = ['compress', '-qfm', model, 'digits'];
        const { status, stderr } = await craystack([...compress, '--memory', '1k'], { cwd });
        expect(status, model).to.equal(1);
        const line =
          /^craystack: TOO_LARGE: digits: a chunk of 20 items: needs about (\d+) MiB, the limit is 1 KiB(?:; with chunks of (\d+) about (\d+) MiB would do)?\n$/;
        expect(stderr, model).to.match(line);
        const [, whole, items = '20', least = whole] = line.exec(stderr) ?? [];
        expectSilence(await craystack([...compress, '--memory', `${whole}M`], { cwd }));
        const small = [...compress, '--chunk', items, '--memory', `${least}M`];
        expectSilence(await craystack(small, { cwd }));
        // Less would not do, by what the program knows.
        const under = [...compress, '--chunk', items, '--memory', `${Number(least) - 1}M`];
        if (Number(least) > 1) expect((await craystack(under, { cwd })).status).to.equal(1);
        const back = ['decompress', '-qc', 'digits.cray', '--memory'];
        const refused = (await craystack([...back, '1k'], { cwd })).stderr;
        const [, need] =
          /: the chunk at byte \d+: needs about (\d+) MiB, the limit is 1 KiB\n$/.exec(refused) ??
          [];
        expect((await craystack([...back, `${need}M`], { cwd })).status, model).to.equal(0);
      }
    }),
  );

  it(
    'makes chunks smaller where nobody said how many items they have, whatever the file has',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'a'), 'a\n');
      writeFileSync(join(folder, 'text'), 'some text again and again\n'.repeat(2000));
      for (const name of ['a', 'text']) {
        for (const memory of ['200M', '8M']) {
          const args = ['-qf', '--memory', memory];
          expectSilence(await craystack(['compress', ...args, name], { cwd: folder }));
          const back = await craystack(['decompress', ...args, '-c', `${name}.cray`], {
            cwd: folder,
          });
          expect(back.stdout.equals(readFileSync(join(folder, name))), memory).to.equal(true);
        }
      }
    }),
  );

  it(
    'refuses what takes more, in every command that reads or codes',
    inFolder(async (folder) => {
      await pack(folder);
      for (const args of [
        ['compress', 'a', '-c'],
        ['decompress', 'a.cray', '-c'],
        ['test', 'a.cray'],
      ]) {
        const { stderr, status } = await craystack([...args, '--memory', '64k'], { cwd: folder });
        expect([stderr.split(':')[1], status], args[0]).to.deep.equal([' TOO_LARGE', 1]);
        expect(stderr).to.match(
          /needs about \d+ MiB, the limit is 64 KiB(; with chunks [^\n]*)?\n$/,
        );
      }
      for (const args of [
        ['info', 'a.cray'],
        ['concat', 'a.cray', '-c'],
      ]) {
        const { stderr } = await craystack([...args, '--memory', '20'], { cwd: folder });
        expect(stderr, args[0]).to.match(/^craystack: TOO_LARGE: a\.cray: the block at byte \d+: /);
      }
      const bad = await craystack(['info', 'a.cray', '--memory', 'lots'], { cwd: folder });
      expect(bad.stderr).to.match(
        /^craystack: USAGE: .*expected a number of bytes, as 500M or 2G\.\n$/,
      );
    }),
  );
});
