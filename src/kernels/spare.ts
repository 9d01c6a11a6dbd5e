/** Instances of the kernels that are used again: to make one takes longer than to code a few hundred numbers. */
import { Kernels, kernels } from './kernels.js';

/** Bytes of memory of an instance that is worth keeping. */
const MOST_KEPT = 1 << 25;

/** Those that nobody uses, by the module whose code they run. */
const spare = new WeakMap<WebAssembly.Module, Kernels[]>();

/** Works with an instance of the revision in force, whose memory is as if it were new. */
export function withSpare<T>(work: (on: Kernels) => T): T {
  const { module } = kernels;
  const waiting = spare.get(module) ?? [];
  spare.set(module, waiting);
  const on = waiting.pop() ?? new Kernels(module);
  try {
    return work(on);
  } finally {
    if (on.size <= MOST_KEPT) {
      on.clear();
      waiting.push(on);
    }
  }
}
