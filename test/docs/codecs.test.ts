import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import ts from 'typescript';
import { packageFile } from '../../src/package.js';
import { BLOCKS_FOLDER, programOf } from './blocks.js';

const DOCUMENTS = ['docs/codecs.md', 'README.md'];

const fileOf = (document: string) =>
  join(BLOCKS_FOLDER, `${document.replace('.md', '').replace('/', '-')}.ts`);

/** What tsc says about these files, with the settings of this repository. */
function complaints(files: readonly string[]): string {
  const { config } = ts.readConfigFile(packageFile('tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, packageFile('.'));
  return ts.formatDiagnostics(ts.getPreEmitDiagnostics(ts.createProgram(files, options)), {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => packageFile('.'),
    getNewLine: () => '\n',
  });
}

describe('code in documents', () => {
  before(() => {
    mkdirSync(BLOCKS_FOLDER, { recursive: true });
    for (const document of DOCUMENTS) writeFileSync(fileOf(document), programOf(document));
  });
  after(() => rmSync(BLOCKS_FOLDER, { recursive: true }));

  it('passes the type check', () => {
    expect(complaints(DOCUMENTS.map(fileOf))).to.equal('');
  });

  for (const document of DOCUMENTS) {
    it(`${document}: does what its assertions say`, async () => {
      expect(programOf(document)).to.match(/^import /m);
      // What a block throws, the import throws.
      await import(pathToFileURL(fileOf(document)).href);
    });
  }
});
