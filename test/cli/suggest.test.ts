import { expect } from 'chai';
import { suggestion } from '../../src/cli/suggest.js';

describe('a suggestion', () => {
  it('is made for near misses, and for nothing else', () => {
    const names = ['mnist-binary-vae', 'bytes', 'arrays'];
    expect(suggestion('mnist-binary-vea', names)).to.equal('(Did you mean mnist-binary-vae?)');
    expect(suggestion('byte', names)).to.equal('(Did you mean bytes?)');
    for (const word of ['nope', 'bytes', 'help', '--bytes', '-h', '']) {
      expect(suggestion(word, names), word).to.equal('');
    }
  });
});
