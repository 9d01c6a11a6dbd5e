import { expect } from 'chai';
import fc from 'fast-check';
import type { Column } from '../../../../src/codecs/numbers/column.js';
import { about, NUMBER_TYPES } from '../../../../src/codecs/numbers/field.js';
import { sizeOf } from '../../../../src/codecs/numbers/views/bits.js';
import { VIEWS } from '../../../../src/codecs/numbers/views/index.js';
import type { Parameters, View } from '../../../../src/codecs/numbers/views/view.js';
import { CrayError } from '../../../../src/errors.js';
import { anyColumn, bitsIn, columnOf, hardColumns } from '../hardColumns.js';

/** A view by its name. */
const viewOf = (name: string) => VIEWS.find((view) => view.name === name) as View;

/** Sees a column by a view and takes it back, after a look at what the columns between are like. */
function there(view: View, column: Column, parameters: Parameters): readonly Column[] {
  const inner = view.apply(column, parameters);
  expect(parameters.length, view.name).to.equal(view.parameters);
  expect(inner.map(({ type, sizes }) => ({ type, sizes }))).to.deep.equal(
    view.shapes(column, parameters),
  );
  for (const one of inner) {
    expect(one.values.length).to.equal(sizeOf(one.sizes));
    const most = 1n << BigInt(about(one.type).bits);
    expect(
      bitsIn(one.values).every((value) => value < most),
      `${view.name}: ${one.type}`,
    ).to.equal(true);
  }
  // Somewhere in memory, as a coder may give them.
  const moved = inner.map((one) => ({ ...one, values: beside(one.values) }));
  expect(bitsIn(view.undo(column, parameters, moved)), view.name).to.deep.equal(
    bitsIn(column.values),
  );
  return inner;
}

/** The same numbers with others before and after them in memory. */
function beside(values: Column['values']): Column['values'] {
  const more = values instanceof BigUint64Array ? BigUint64Array : Uint32Array;
  const memory = new more(values.length + 5);
  memory.set(values as never, 3);
  return memory.subarray(3, 3 + values.length);
}

function expectCorrupt(act: () => unknown): void {
  expect(act).to.throw(CrayError).with.property('code', 'CORRUPT');
}

describe('views', () => {
  for (const view of VIEWS) {
    it(`${view.name} undoes what it proposes, to the bit`, () => {
      let proposed = 0;
      fc.assert(
        fc.property(anyColumn, (column) => {
          for (const parameters of view.propose(column)) {
            proposed++;
            there(view, column, parameters);
          }
        }),
        { seed: 3, numRuns: 600 },
      );
      expect(proposed, 'columns seen').to.be.above(10);
    });

    it(`${view.name} takes any parameters as CORRUPT or as its own`, () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...NUMBER_TYPES),
          fc.array(fc.oneof(fc.bigInt({ min: -300n, max: 300n }), fc.bigInt()), {
            minLength: view.parameters,
            maxLength: view.parameters,
          }),
          fc.nat(40),
          fc.infiniteStream(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })),
          (type, parameters, n, stream) => {
            const shape = { type, sizes: [n + 1] };
            try {
              const shapes = view.shapes(shape, parameters);
              const total = shapes.reduce((sum, { sizes }) => sum + sizeOf(sizes), 0);
              expect(total).to.be.at.most(3 * (n + 1));
              const columns = shapes.map((one) =>
                columnOf(
                  one.type,
                  Array.from({ length: sizeOf(one.sizes) }, () => stream.next().value),
                ),
              );
              const values = view.undo(shape, parameters, columns);
              expect(values.length).to.equal(n + 1);
              const most = 1n << BigInt(about(type).bits);
              expect(bitsIn(values).every((value) => value < most)).to.equal(true);
            } catch (error) {
              expect(error).to.be.instanceOf(CrayError).with.property('code', 'CORRUPT');
            }
          },
        ),
        { seed: 4, numRuns: 500 },
      );
    });
  }

  it('see the least and the greatest of 64 bits', () => {
    for (const type of ['i64', 'u64'] as const) {
      const column = columnOf(type, [-(1n << 63n), (1n << 63n) - 1n, 0n, -1n]);
      for (const name of ['delta', 'affine', 'split', 'constant']) {
        for (const some of viewOf(name).propose(column)) there(viewOf(name), column, some);
      }
      const even = columnOf(type, [
        1n << 60n,
        (1n << 60n) + (1n << 55n),
        (1n << 60n) + (1n << 57n),
      ]);
      const [parameters] = viewOf('affine').propose(even);
      expect(parameters).to.deep.equal([1n << 60n, 1n << 55n, 8n]);
      there(viewOf('affine'), even, parameters as Parameters);
    }
  });

  it('propose nothing for no numbers but that they are the same', () => {
    for (const type of NUMBER_TYPES) {
      const none = columnOf(type, []);
      for (const view of VIEWS.filter(({ name }) => name !== 'ordered' && name !== 'narrow')) {
        for (const parameters of view.propose(none)) there(view, none, parameters);
      }
    }
  });

  it('find decimals in spite of exceptions, and powers of two', () => {
    fc.assert(
      fc.property(hardColumns('f64'), hardColumns('f32'), (...columns) => {
        for (const column of columns) {
          for (const some of viewOf('decimal').propose(column))
            there(viewOf('decimal'), column, some);
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('refuse columns that no push makes', () => {
    const f64 = { type: 'f64', sizes: [2] } as const;
    const none = columnOf('i64', [1n, 2n]);
    const exceptions = (bits: number, n: number) =>
      viewOf('decimal').undo(
        f64,
        [10n, 1n, BigInt(n)],
        [none, columnOf('u8', [bits]), columnOf('f64', new Array(n).fill(0n))],
      );
    expectCorrupt(() => exceptions(3, 1));
    expectCorrupt(() => exceptions(1, 2));
    const ranks = columnOf('u8', [0, 2]);
    expectCorrupt(() =>
      viewOf('rank').undo({ type: 'u16', sizes: [2] }, [2n], [columnOf('u16', [1, 1]), ranks]),
    );
  });

  it('refuse parameters beyond what there is', () => {
    const shape = { type: 'u16', sizes: [5] } as const;
    const bad: readonly [string, Parameters][] = [
      ['rank', [6n]],
      ['rank', [1n << 32n]],
      ['rank', [0n]],
      ['affine', [0n, 1n, 32n]],
      ['affine', [0n, 0n, 8n]],
      ['affine', [-1n, 1n, 8n]],
      ['affine', [0n, 1n << 100n, 8n]],
      ['delta', [1n << 16n]],
      ['constant', [-1n]],
      ['split', [16n]],
      ['narrow', [12n]],
      ['decimal', [10n, 1n, 0n]],
      ['ordered', []],
    ];
    for (const [name, parameters] of bad)
      expectCorrupt(() => viewOf(name).shapes(shape, parameters));
    expectCorrupt(() => viewOf('decimal').shapes({ type: 'f64', sizes: [5] }, [10n, 18n, 0n]));
    expectCorrupt(() => viewOf('decimal').shapes({ type: 'f64', sizes: [5] }, [10n, 1n, 6n]));
  });
});
