import { expect } from 'chai';
import { filesImportedBy, SOURCES } from '../imports.js';

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
});
