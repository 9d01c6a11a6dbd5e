import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/ARCHITECTURE.md',
  'docs/ci.md',
  'docs/codecs.md',
  'docs/eval.md',
  'docs/training.md',
  'tools/train-cuda/README.md',
];

/** Where the files of the repository are; what looks like a path and starts elsewhere is the reader's. */
const ROOTS = ['bin', 'docs', 'fixtures', 'man', 'models', 'src', 'test', 'tools'];

/** What commands write, which need not be there. */
const WRITTEN = ['docs/api', 'models/digits'];

const PATH = new RegExp(`(?<![\\w./-])(?:${ROOTS.join('|')})/[\\w./*-]*\\w`, 'g');

/** What is there for certain of a path with a name or a number to be filled in: all before that. */
const known = (path: string) => path.split(/\/(?:NAME|COMMAND|N)\b/)[0] as string;

const { scripts } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));

describe('documents', () => {
  for (const document of DOCUMENTS) {
    const text = readFileSync(packageFile(document), 'utf8');

    it(`${document}: names files that are there`, () => {
      const paths = (text.match(PATH) ?? []).filter((path) => !WRITTEN.includes(path));
      const missing = paths.map(known).filter((path) => !existsSync(packageFile(path)));
      expect(missing).to.deep.equal([]);
    });

    it(`${document}: links to files that are there`, () => {
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, to]) => to as string);
      const missing = links.filter((to) => !existsSync(packageFile(join(document, '..', to))));
      expect(missing).to.deep.equal([]);
    });

    it(`${document}: names scripts that npm runs`, () => {
      const names = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name as string);
      const missing = names.filter((name) => !(name in scripts));
      expect(missing).to.deep.equal([]);
    });
  }

  it('of those who build and change it name many', () => {
    for (const document of ['CONTRIBUTING.md', 'docs/ARCHITECTURE.md']) {
      const paths = readFileSync(packageFile(document), 'utf8').match(PATH) ?? [];
      expect(new Set(paths).size, document).to.be.above(15);
    }
  });
});
