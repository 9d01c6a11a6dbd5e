import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { FORMATS } from '../../src/data/formats.js';
import { packageFile } from '../../src/package.js';
import { FORMAT_DOCUMENTS, filledDocument } from './formats.js';

describe('what documents say of formats', () => {
  for (const name of FORMAT_DOCUMENTS) {
    it(`${name} says what the list of formats says (else: npm run docs)`, () => {
      expect(readFileSync(packageFile(name), 'utf8')).to.equal(filledDocument(name));
    });
  }

  it('all of them, each once', () => {
    const [format, readme] = FORMAT_DOCUMENTS.map(filledDocument) as [string, string];
    for (const { title, dataFormats } of FORMATS) {
      for (const { name } of dataFormats) {
        const rows = format.match(
          new RegExp(`^\\| [^|]*\`${name}\`[^|]* \\|.*\\|.*\\|.*\\|$`, 'gm'),
        );
        expect(rows, name).to.have.length(1);
      }
      if (dataFormats.some(({ detects }) => detects))
        expect(readme.replace(/\s+/g, ' ')).to.include(title);
    }
  });
});
