import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { reportSchema } from '../../src/eval/schema.js';
import { pageSchema } from '../../src/report/schema.js';
import { idxFile, mnistSlice } from '../data.js';
import { craystack, inFolder } from './process.js';

const images = mnistSlice(0, 12);
const MODEL = ['-m', 'mnist-binary-vae'];

describe('craystack report', () => {
  it(
    'makes a page of the figures that it prints, which are those of eval',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), images);
      const args = ['report', ...MODEL, 'digits', '-o', 'r.html', '--json', '--no-peers'];
      const { status, stdout, stderr } = await craystack(args, { cwd });
      expect(status).to.equal(0);
      expect(stderr).to.match(/^craystack: r\.html: a page about 1 file, \d+\.\d kB\n$/);
      const report = pageSchema.parse(JSON.parse(stdout.toString()));
      const html = readFileSync(join(cwd, 'r.html'), 'utf8');
      const inside = /<script type="application\/json" id="report">(.*)<\/script>/.exec(html)?.[1];
      expect(JSON.parse(inside ?? '')).to.deep.equal(report);
      const evaluated = await craystack(['eval', ...MODEL, 'digits', '--json'], { cwd });
      const { results } = reportSchema.parse(JSON.parse(evaluated.stdout.toString()));
      const still = ({ speed, peakMemory, ...others }: (typeof results)[number]) => others;
      expect(report.files[0]?.results.map(still)).to.deep.equal(results.map(still));
      expect((await craystack(args, { cwd })).stderr).to.equal(
        'craystack: IO: r.html: already exists; -f overwrites it\n',
      );
    }),
  );

  it(
    'takes a .cray file for what it restores, under its model, and goes on after one that is bad',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), images);
      await craystack(['compress', '-q', ...MODEL, 'digits'], { cwd });
      const args = ['report', 'missing', 'digits.cray', '-o', 'r.html', '--json', '--no-peers'];
      const { status, stdout, stderr } = await craystack(args, { cwd });
      expect(status).to.equal(1);
      expect(stderr).to.match(/^craystack: IO: missing: no such file[^\n]*\n.*a page about 1 file/);
      const { files } = pageSchema.parse(JSON.parse(stdout.toString()));
      expect(files.map(({ file }) => file)).to.deep.equal(['digits.cray']);
      expect(files[0]?.results[0]).to.include({ model: 'mnist-binary-vae', items: 12 });
      expect(existsSync(join(cwd, 'r.html'))).to.equal(true);
    }),
  );

  for (const [what, input, said] of [
    ['a model that does not fit', idxFile([1, 2, 2], new Uint8Array(4)), /DATA_MISMATCH: .*got u8/],
  ] as const) {
    it(`says in one line what is wrong with ${what}`, async () => {
      const { status, stdout, stderr } = await craystack(['report', ...MODEL, '--json'], { input });
      expect([status, stdout.length]).to.deep.equal([1, 0]);
      expect(stderr).to.match(said);
      expect(stderr.trim().split('\n')).to.have.length(1);
    });
  }

  it('writes HTML under no name of another kind of file', async () => {
    const { status, stderr } = await craystack(['report', 'x', '-o', 'r.pdf']);
    expect([status, stderr]).to.deep.equal([
      1,
      'craystack: USAGE: r.pdf: -o writes .html files, as r.html\n',
    ]);
  });

  it('says in one line what it needs', async () => {
    const { status, stderr } = await craystack(['report', 'x']);
    expect([status, stderr]).to.deep.equal([
      1,
      'craystack: USAGE: expected -o FILE.html for the page, or --json for its figures\n',
    ]);
  });
});
