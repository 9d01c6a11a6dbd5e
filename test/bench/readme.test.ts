import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { fill, GENERATED_FILES } from './readme.js';

describe('generated parts of Markdown files', () => {
  for (const name of GENERATED_FILES) {
    it(`${name} has what the last bench measured (else: npm run readme)`, () => {
      const text = readFileSync(packageFile(name), 'utf8');
      expect(text).to.match(/<!-- begin /);
      expect(text).to.equal(fill(text));
    });
  }
});
