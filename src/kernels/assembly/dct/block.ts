// A block in the thorough way: its inside, the first row, the first column, and its first coefficient, which all others
// foretell.

import { codeEdge } from './edges';
import { codeFirst } from './first';
import { codeInner, codeInnerCount, innerOf } from './inner';
import { State } from './state';
import { closeBlock, openBlock } from './walk';

/** Codes so many more blocks of the component in hand. */
export function codeBlocks<D>(s: State, d: D, n: u32): void {
  for (; n > 0; n--) {
    openBlock(s);
    const count = codeInnerCount<D>(s, d, innerOf(s.here));
    s.inner = <i32>count;
    store<u8>(s.inners + <usize>s.block, <u8>count);
    codeInner<D>(s, d, count);
    codeEdge<D>(s, d, 0);
    codeEdge<D>(s, d, 1);
    codeFirst<D>(s, d);
    closeBlock(s);
  }
}
