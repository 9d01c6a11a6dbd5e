import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { npyFile } from '../data/npyFile.js';
import { mnistSlice } from '../data.js';
import { craystack, inFolder } from './process.js';

/** The JSON objects on stderr, one a line. */
function records(stderr: string): Record<string, unknown>[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('messages with -v', () => {
  it(
    'say which models were tried, and what each was estimated to cost, the best first',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), mnistSlice(0, 20));
      const { stderr } = await craystack(['-v', 'compress', 'd'], { cwd: folder });
      const rate = '0\\.\\d{4} bits/dim';
      expect(stderr).to.match(
        new RegExp(
          `^craystack: d: u8 items of 28 x 28, tried on a sample: mnist-binary-neighbourhood ${rate}, ` +
            `mnist-binary-vae ${rate}, .*bytes ${rate}, [^\n]*\ncraystack: d: u8 items of 1, tried on a sample: ` +
            `[^\\n]*bytes ${rate}[^\\n]*\\ncraystack: d\\.cray: [^\\n]*\\n$`,
        ),
      );
      const args = ['-v', '--log-format', 'json', 'compress', '-f', 'd'];
      const [record] = records((await craystack(args, { cwd: folder })).stderr);
      const { tried } = record as { tried: { model: string; bitsPerDim: number }[] };
      expect(tried.map(({ model }) => model)).to.include.members(['bytes', 'mnist-binary-vae']);
      for (const command of ['eval', 'inspect', 'report']) {
        const more = command === 'report' ? ['--json', '--no-peers'] : [];
        const said = (await craystack(['-v', command, 'd', ...more], { cwd: folder })).stderr;
        expect(said, command).to.match(/^craystack: d: u8 items of 28 x 28, tried on a sample: /);
      }
    }),
  );

  it(
    'say what was tried of an array and of its bytes, and what was named is not chosen',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), mnistSlice(0, 2));
      const named = ['-v', 'compress', '-m', 'mnist-binary-vae', 'd'];
      expect((await craystack(named, { cwd: folder })).stderr).to.match(/^craystack: d\.cray: /);
      writeFileSync(join(folder, 'f'), npyFile('<f4', [2, 3], new Uint8Array(24)));
      expect((await craystack(['-v', 'compress', 'f'], { cwd: folder })).stderr).to.match(
        /^craystack: f: f32 items of 3, tried on a sample: arrays \S+ bits\/dim\ncraystack: f: u8 items of 1, tried /,
      );
    }),
  );
});

describe('messages with -v of a model beside which no other was tried', () => {
  const fixture = () => readFileSync(packageFile('fixtures/jpeg/mozjpeg-testorig.jpg'));

  it(
    'say that it is made for the pictures, of a file and in a folder',
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'photos'));
      for (const name of ['p.jpg', 'photos/a.jpg', 'photos/b.jpg']) {
        writeFileSync(join(folder, name), fixture());
      }
      const why = 'i16 items of 8 x 8: jpeg is made for the pictures that these are of';
      for (const name of ['p.jpg', 'photos']) {
        const { stderr } = await craystack(['-v', 'compress', name], { cwd: folder });
        const line = `craystack: ${name}: ${why}, and no other was tried\n`;
        expect(stderr).to.include(line);
      }
    }),
  );

  it(
    'say that it is there to be quick',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'text'), 'some text, '.repeat(1000));
      const args = ['-v', 'compress', '--effort', '1', 'text'];
      expect((await craystack(args, { cwd: folder })).stderr).to.match(
        /^craystack: text: u8 items of 1: numbers-1 is there to be quick, and no other was tried\n/,
      );
    }),
  );
});

describe('messages with -v of a model that is named and takes data apart', () => {
  it(
    'say that no other was tried, and which fields it is told of',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'f'), npyFile('<f8', [100, 3], new Uint8Array(2400)));
      const args = ['compress', '-fm', 'numbers', 'f'];
      const { stderr } = await craystack(['-v', ...args], { cwd: folder });
      expect(stderr).to.match(
        /^craystack: f: u8 items of 1: numbers is named, and no other was tried; fields: 100 x 3 f64 at byte 128\ncraystack: f\.cray: [^\n]*\n$/,
      );
      const quiet = (await craystack(args, { cwd: folder })).stderr;
      expect(quiet).to.match(/^craystack: f\.cray: [^\n]*\n$/);
      const json = await craystack(['-v', '--log-format', 'json', ...args], { cwd: folder });
      const [{ tried, model, fields } = {}] = records(json.stderr);
      expect({ tried, model }).to.deep.equal({ tried: [], model: 'numbers' });
      expect(fields).to.have.length(1);
      writeFileSync(join(folder, 'none'), 'abc');
      const none = ['-v', 'compress', '-m', 'numbers', 'none'];
      expect((await craystack(none, { cwd: folder })).stderr).to.include('; fields: none\n');
    }),
  );
});

describe('messages as JSON', () => {
  it('are errors with a code', async () => {
    const { stderr, status } = await craystack(['--log-format', 'json', 'compress', '/no/such']);
    expect(status).to.equal(1);
    const [record, ...rest] = records(stderr);
    expect(rest).to.deep.equal([]);
    expect(record).to.deep.include({ code: 'IO', msg: '/no/such: no such file or directory' });
  });

  it(
    'are summaries with bare figures',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), mnistSlice(0, 20));
      const args = ['compress', 'd', '--log-format=json'];
      const { stderr, stdout } = await craystack(args, { cwd: folder });
      expect(stdout).to.have.length(0);
      const [record = {}] = records(stderr);
      const { from, to, ratio, bitsPerDim } = record as Record<string, number>;
      expect(record).to.deep.include({
        output: 'd.cray',
        model: 'mnist-binary-neighbourhood',
        from: 15696,
      });
      expect(ratio).to.equal((from as number) / (to as number));
      expect(bitsPerDim).to.equal((8 * (to as number)) / (20 * 784));
    }),
  );
});
