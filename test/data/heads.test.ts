import { expect } from 'chai';
import { countInHead, joinHeads, recountHead } from '../../src/data/heads.js';
import { CrayError } from '../../src/errors.js';
import { idxFile } from '../data.js';

const head = (...sizes: number[]) => idxFile(sizes, new Uint8Array(0));

describe('heads of idx files', () => {
  it('are counted, recounted and joined', () => {
    const one = head(5, 2, 3);
    expect(countInHead('idx', one)).to.equal(5);
    expect(Buffer.compare(recountHead('idx', one, 9), head(9, 2, 3))).to.equal(0);
    expect(Buffer.compare(one, head(5, 2, 3)), 'left alone').to.equal(0);
    expect(Buffer.compare(joinHeads('idx', [one, head(7, 2, 3)], 12), head(12, 2, 3))).to.equal(0);
  });

  it('are refused where there can be no such file', () => {
    const cases: [() => unknown, string, RegExp][] = [
      [
        () => joinHeads('idx', [head(1, 2), head(1, 3)], 2),
        'UNSUPPORTED',
        /cannot be joined: expected the head/,
      ],
      [() => recountHead('idx', head(1), 2 ** 32), 'UNSUPPORTED', /more than a file may have/],
      [() => recountHead('idx', new Uint8Array(7), 1), 'CORRUPT', /at least 8 bytes, got 7/],
      [
        () => recountHead('other', head(1), 1),
        'UNSUPPORTED',
        /format other cannot be joined or taken apart/,
      ],
      [() => countInHead('toString', head(1)), 'UNSUPPORTED', /format toString/],
    ];
    for (const [act, code, message] of cases) {
      expect(act).to.throw(CrayError, message).with.property('code', code);
    }
  });
});
