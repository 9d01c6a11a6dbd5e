import { expect } from 'chai';
import { counted } from '../src/words.js';
import { SOURCES, sourceOf } from './imports.js';

/** A count in a text that would say "1 items": of what there may be one of. */
const UNCOUNTED =
  /\$\{[^{}]*\} (items|files|bytes|entries|folders|links|lanes|chunks|elements|symbols|parts|pieces)\b(?!\/)/g;

/** What stands before such a word and is no count. */
const NO_COUNT = /^\$\{(dtype|format|numbers|endings|precision)\b|\bkind\b/;

/** A constant, which is more than one. */
const CONSTANT = /^\$\{[A-Z_0-9 *<]+\}/;

/** What the corpus of files has to the letter, with lines from before. */
const TO_THE_LETTER = ['container/fields.ts', 'pipeline/salvage/losses.ts'];

describe('counts in words', () => {
  it('are of one thing, or of several', () => {
    expect([0, 1, 2, 1n].map((n) => counted(n, 'item'))).to.deep.equal([
      '0 items',
      '1 item',
      '2 items',
      '1 item',
    ]);
    expect([1, 2].map((n) => counted(n, 'entry', 'entries'))).to.deep.equal([
      '1 entry',
      '2 entries',
    ]);
  });

  it('are said by one function everywhere', () => {
    const found = SOURCES.filter(
      (file) => !file.startsWith('data/') && !TO_THE_LETTER.includes(file),
    ).flatMap((file) =>
      (sourceOf(file).match(UNCOUNTED) ?? [])
        .filter((text) => !NO_COUNT.test(text) && !CONSTANT.test(text))
        .map((text) => `${file}: ${text}`),
    );
    expect(found).to.deep.equal([]);
  });
});
