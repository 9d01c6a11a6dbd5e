import { CrayError } from '../errors.js';
import { worked } from '../work.js';
import type { KernelExports } from './exports.js';
import { moduleOf, REVISION } from './modules.js';

const PAGE = 65536;

/** What modules may ask for: to tell how far they are. The first revision does not. */
const ASKED = { work: { worked } };

/**
 * One instance of a module of the kernels with a memory of its own. Memory is laid out anew for each call
 * ({@link layout}); a network keeps an instance for itself, so that its weights stay in place.
 */
export class Kernels {
  readonly call: KernelExports;
  private fixed: number;
  /** The end of all that has been laid out. */
  private top: number;

  /** @param module whose code; that of the revision in force where it is left out. */
  constructor(readonly module: WebAssembly.Module = kernels.module) {
    this.call = given(() => new WebAssembly.Instance(module, ASKED))
      .exports as unknown as KernelExports;
    this.fixed = align(this.call.base());
    this.top = this.fixed;
  }

  /** Reserves bytes that later layouts leave alone. @returns their offset, 16-aligned. */
  reserve(bytes: number): number {
    const at = this.fixed;
    this.fixed = align(at + bytes);
    this.grow(this.fixed);
    return at;
  }

  /**
   * Lays arrays of the given byte lengths one after another, each 16-aligned with at least 16 bytes
   * of slack, so that kernels may run over to a whole vector. Earlier layouts become invalid, and
   * so may every view taken before.
   *
   * @returns their offsets.
   */
  layout<const T extends readonly number[]>(...bytes: T): { [K in keyof T]: number } {
    let end = this.fixed;
    const offsets = bytes.map((n) => {
      const at = end + 16;
      end = align(at + n);
      return at;
    });
    this.grow(end + 16);
    return offsets as { [K in keyof T]: number };
  }

  /** Bytes of its memory. */
  get size(): number {
    return this.call.memory.buffer.byteLength;
  }

  /** Forgets all that was reserved and laid out, and leaves zeros there, as in one that is new. */
  clear(): void {
    this.fixed = align(this.call.base());
    this.u8(this.fixed, this.top - this.fixed).fill(0);
    this.top = this.fixed;
  }

  u16(at: number, n: number): Uint16Array {
    return new Uint16Array(this.call.memory.buffer, at, n);
  }

  i16(at: number, n: number): Int16Array {
    return new Int16Array(this.call.memory.buffer, at, n);
  }

  u8(at: number, n: number): Uint8Array {
    return new Uint8Array(this.call.memory.buffer, at, n);
  }

  u32(at: number, n: number): Uint32Array {
    return new Uint32Array(this.call.memory.buffer, at, n);
  }

  u64(at: number, n: number): BigUint64Array {
    return new BigUint64Array(this.call.memory.buffer, at, n);
  }

  f32(at: number, n: number): Float32Array {
    return new Float32Array(this.call.memory.buffer, at, n);
  }

  f64(at: number, n: number): Float64Array {
    return new Float64Array(this.call.memory.buffer, at, n);
  }

  private grow(bytes: number): void {
    this.top = Math.max(this.top, bytes);
    const missing = bytes - this.size;
    if (missing > 0) given(() => this.call.memory.grow(Math.ceil(missing / PAGE)));
  }
}

/**
 * The instance for calls that keep nothing in memory, of the revision in force: the newest, but within
 * {@link withModule}. Who asks for it must ask each time, and not keep it.
 */
export let kernels = new Kernels(moduleOf(REVISION));

const shared = new Map([[kernels.module, kernels]]);

/** Runs with the kernels of a revision in force. @throws CrayError as {@link moduleOf} does. */
export function inRevision<T>(revision: number, run: () => T): T {
  return withModule(moduleOf(revision), run);
}

/**
 * Runs with the kernels of a module in force. What runs must not wait: whatever else ran meanwhile would take them
 * for its own.
 */
export function withModule<T>(module: WebAssembly.Module, run: () => T): T {
  if (kernels.module === module) return run();
  const before = kernels;
  kernels = shared.get(module) ?? new Kernels(module);
  shared.set(module, kernels);
  try {
    return run();
  } finally {
    kernels = before;
  }
}

/** What takes memory of the system, and fails for nothing else. @throws CrayError TOO_LARGE where there is none. */
function given<T>(take: () => T): T {
  try {
    return take();
  } catch (cause) {
    throw new CrayError(
      'TOO_LARGE',
      'the system gives no more memory: fewer threads (-T), smaller chunks (--chunk) or a lower --effort need less, ' +
        'as does a higher limit of addresses (ulimit -v)',
      { cause },
    );
  }
}

function align(n: number): number {
  return (n + 15) & ~15;
}
