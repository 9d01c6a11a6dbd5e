import { expect } from 'chai';
import { FORMATS, WRAPPERS } from '../../src/data/formats.js';
import { filesImportedBy, SOURCES, sourceOf } from '../imports.js';

/** Formats that read another one's files, as those inside an archive. */
const READS: Readonly<Record<string, readonly string[]>> = { npz: ['npy'] };

/** Who may look into the folders of formats: the list, what is asked of raw files, and of folders. */
const LISTS = ['data/formats.ts', 'data/open.ts', 'data/folders.ts'];

/** The folder of a format that a file is in; undefined for all other files. */
const formatOf = (file: string) => /^data\/(\w+)\//.exec(file)?.[1];

const folders = [...new Set(SOURCES.map(formatOf))].filter((name) => name !== undefined);

describe('the folder of a format', () => {
  for (const name of folders) {
    const entry = `data/${name}/${name}.ts`;

    it(`${name} begins with ${entry}, which is in a list`, () => {
      expect(SOURCES).to.include(entry);
      expect(LISTS.flatMap(filesImportedBy)).to.include(entry);
    });

    it(`${name} reads no other format's files`, () => {
      const known = [name, ...(READS[name] ?? [])];
      for (const file of SOURCES.filter((one) => formatOf(one) === name)) {
        for (const imported of filesImportedBy(file)) {
          expect(known, `${file} imports ${imported}`).to.include(formatOf(imported) ?? name);
        }
      }
    });
  }

  it('is known to nobody but by a list', () => {
    for (const file of SOURCES.filter((one) => !formatOf(one) && !LISTS.includes(one))) {
      expect(filesImportedBy(file).filter(formatOf), file).to.deep.equal([]);
    }
  });

  it('is known to the lists of files by how it begins', () => {
    for (const imported of ['data/formats.ts', 'data/open.ts'].flatMap(filesImportedBy)) {
      const name = formatOf(imported);
      if (name) expect(imported).to.equal(`data/${name}/${name}.ts`);
    }
  });
});

/** Who else names formats, and why. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'cli/commands/compress.ts': 'a file in an example',
  'cli/commands/inspect.ts': 'the picture that it paints, and files in examples',
  'cli/commands/report.ts': 'files in an example',
  'container/numbered.ts': 'the numbers of data formats in small parts',
  'container/primer.ts': 'what heads of files look like',
  'data/unread.ts': 'JPEG XL, which is another format',
  'layouts/npy/npz.ts': 'an archive whose arrays lie in it',
  'peers/measure.ts': 'what another compressor writes',
  'peers/peer.ts': 'the package of another compressor',
  'report/html.ts': 'the pictures of a page',
};

/** The strings of a file's code, but for what it imports. */
function stringsOf(file: string): string[] {
  const code = sourceOf(file).replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*|\bfrom '[^']*'/gm, '');
  return [...code.matchAll(/'[^'\n]*'|`[^`]*`/g)].map(([text]) => text);
}

describe('the name of a format', () => {
  // These words mean more than formats.
  const names = FORMATS.flatMap(({ title, dataFormats }) => [
    title.split(' ')[0] as string,
    ...dataFormats.map(({ name }) => name),
  ]).filter((name) => name !== 'bytes' && name !== 'raw');
  const all = [...names, ...WRAPPERS.map(({ title }) => title)];
  const named = new RegExp(`\\b(${all.join('|')})\\b`, 'i');

  it('is said outside its folder only where something else is meant', () => {
    const others = SOURCES.filter(
      (file) => !formatOf(file) && stringsOf(file).some((text) => named.test(text)),
    );
    expect(others.sort()).to.deep.equal(Object.keys(NAMED_BY));
  });
});

describe('a file that several formats share', () => {
  for (const file of SOURCES.filter((one) => /^data\/\w+\.ts$/.test(one))) {
    it(`${file} says in its first line what it is for`, () => {
      expect(sourceOf(file)).to.match(/^\/\*\* [A-Z].*\. \*\/\n/);
    });
  }
});
