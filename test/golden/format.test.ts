import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';

describe('FORMAT.md', () => {
  it('shows the bytes of the golden file in its example', () => {
    const text = readFileSync(packageFile('FORMAT.md'), 'utf8');
    const bytes = [...text.matchAll(/^[0-9a-f]{4} {2}((?:[0-9a-f]{2} )*[0-9a-f]{2})/gm)]
      .map(([, row]) => (row as string).replaceAll(' ', ''))
      .join('');
    const golden = readFileSync(packageFile('fixtures/golden/good-one-image.cray'));
    expect(bytes).to.equal(golden.toString('hex'));
  });
});
