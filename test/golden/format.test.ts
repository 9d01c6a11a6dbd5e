import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { dumpsOf } from './dumps.js';

describe('FORMAT.md', () => {
  const dumps = dumpsOf(readFileSync(packageFile('FORMAT.md'), 'utf8'));

  it('has examples', () => {
    expect(dumps.map(({ name }) => name)).to.deep.equal([
      'good-one-image.cray',
      'good-embedded.cray',
      'good-small.cray',
    ]);
  });

  for (const { name, text } of dumps) {
    it(`shows the bytes of ${name}`, () => {
      const bytes = [...text.matchAll(/^[0-9a-f]{4} {2}((?:[0-9a-f]{2} )*[0-9a-f]{2})/gm)]
        .map(([, row]) => (row as string).replaceAll(' ', ''))
        .join('');
      const golden = readFileSync(packageFile(`fixtures/golden/${name}`));
      expect(bytes).to.equal(golden.toString('hex'));
    });
  }
});
