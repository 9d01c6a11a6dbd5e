import { expect } from 'chai';
import fc from 'fast-check';
import { barLine } from '../../../src/cli/thread/barLine.js';

const FACTS = ['15.2 MB/s', '0.1732 bits/dim', '7.84 MB', 'mnist-binary-neighbourhood'];

describe('the line of a bar', () => {
  it('says what is done, how far it is and what is left, and more where there is room', () => {
    const line = (columns: number) =>
      barLine({ label: 'compress', part: 0.421, left: 75, facts: FACTS }, columns);
    expect(line(100)).to.equal(
      'compress [=====       ] 42% 1 min 15 s left, 15.2 MB/s, 0.1732 bits/dim, 7.84 MB',
    );
    expect(line(80)).to.equal(
      'compress [=====       ] 42% 1 min 15 s left, 15.2 MB/s, 0.1732 bits/dim',
    );
    expect(line(40)).to.equal('compress 42% 1 min 15 s left, 15.2 MB/s');
    expect(
      barLine({ label: 'choosing a model', part: undefined, left: undefined, facts: FACTS }, 60),
    ).to.equal('choosing a model 15.2 MB/s, 0.1732 bits/dim, 7.84 MB');
  });

  it('says how long it took so far where nobody can tell what is left', () => {
    const state = { label: 'compress', left: undefined, facts: ['0 B'] };
    expect(barLine({ ...state, part: 0 }, 60, 0.9)).to.equal('compress [            ] 0% 0 B');
    expect(barLine({ ...state, part: 0 }, 60, 65.9)).to.equal(
      'compress [            ] 0% 1 min 5 s so far, 0 B',
    );
    expect(barLine({ ...state, part: undefined }, 60, 7)).to.equal('compress 7 s so far, 0 B');
    expect(barLine({ ...state, part: 0.5, left: 3 }, 60, 7)).to.equal(
      'compress [======      ] 50% 3 s left, 0 B',
    );
  });

  it('fits, and never cuts the time that is left, from 40 columns on', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('compress', 'decompress', 'verify', 'eval'),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.array(fc.string(), { maxLength: 6 }),
        fc.integer({ min: 40, max: 300 }),
        (label, part, left, facts, columns) => {
          const line = barLine({ label, part, left, facts }, columns);
          expect(line.length).to.be.at.most(columns);
          expect(line).to.match(/\d+ (s|min) left/);
        },
      ),
    ));
});
