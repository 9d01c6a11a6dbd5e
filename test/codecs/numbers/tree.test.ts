import { expect } from 'chai';
import { CODERS } from '../../../src/codecs/numbers/coders/index.js';
import { isSound } from '../../../src/codecs/numbers/limits.js';
import {
  groupsOf,
  type Leaf,
  numberOf,
  type Tree,
  treeText,
} from '../../../src/codecs/numbers/tree.js';
import { VIEWS } from '../../../src/codecs/numbers/views/index.js';

const [bytes, arrays, , floats, records] = CODERS as [never, never, never, never, never];
const leaf = (coder: Leaf['coder'], type: string, ...sizes: number[]) =>
  ({ coder, shape: { type, sizes } }) as Leaf;

const seen = (name: string, parameters: readonly bigint[], ...inner: Tree[]): Tree => ({
  view: VIEWS.find((view) => view.name === name) as never,
  parameters,
  inner,
});

describe('leaves that are coded together', () => {
  it('are of one coder and type, or of as many rows', () => {
    const leaves = [
      leaf(floats, 'f32', 4),
      leaf(records, 'u8', 9),
      leaf(bytes, 'u8', 9),
      leaf(floats, 'f64', 4),
      leaf(records, 'f32', 9, 2),
      leaf(bytes, 'u8', 9),
      leaf(floats, 'f32', 100),
      leaf(records, 'u8', 8),
    ];
    expect(groupsOf(leaves)).to.deep.equal([[0, 6], [1, 4], [2], [3], [5], [7]]);
  });

  it('are not more than the coder takes', () => {
    const wide = leaf(records, 'u8', 2, 40000);
    const narrow = leaf(records, 'u8', 2, 10);
    expect(groupsOf([wide, narrow, wide, narrow])).to.deep.equal([
      [0, 1],
      [2, 3],
    ]);
    const many = Array.from({ length: 100_000 }, () => leaf(floats, 'f32', 1));
    expect(groupsOf(many)).to.have.length(1);
  });
});

describe('a tree', () => {
  it('is sound where its coders take what they get, and that is not much more than the column', () => {
    const f32 = { type: 'f32', sizes: [100] } as const;
    expect(isSound({ coder: floats }, f32)).to.equal(true);
    expect(isSound({ coder: arrays }, f32)).to.equal(false);
    expect(isSound({ coder: records }, { type: 'u8', sizes: [2, 70000] })).to.equal(false);
    const u64 = { type: 'u64', sizes: [100] } as const;
    const ranked = (depth: number): Tree =>
      depth === 0 ? { coder: bytes } : seen('rank', [100n], ranked(depth - 1), ranked(depth - 1));
    expect(isSound(ranked(3), u64)).to.equal(true);
    expect(isSound(ranked(4), u64)).to.equal(false);
  });

  it('has a number of each view and coder, that never changes', () => {
    expect(CODERS.map((coder) => `${numberOf({ coder })} ${coder.name}`)).to.deep.equal([
      '0 bytes',
      '2 arrays',
      '4 real',
      '6 floats',
      '8 records',
      '10 planes',
      '12 matches',
    ]);
    expect(VIEWS.map(({ name }) => `${numberOf(seen(name, []))} ${name}`)).to.deep.equal([
      '1 constant',
      '3 affine',
      '5 decimal',
      '7 narrow',
      '9 ordered',
      '11 rank',
      '13 delta',
      '15 split',
    ]);
  });

  it('is said in words', () => {
    const tree = seen('decimal', [10n, 2n, 0n], seen('affine', [1n, 1n, 16n], { coder: arrays }));
    expect(treeText(tree)).to.equal('decimal 10 2 0 (affine 1 1 16 (arrays))');
    expect(treeText(seen('constant', [0n]))).to.equal('constant 0');
  });
});
