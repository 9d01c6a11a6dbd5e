import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import { bytesGiven, isByteArray } from './array.js';
import { type ByteInput, streamGiven } from './given.js';

export type { ByteInput, ByteStream } from './given.js';

/** Bytes held at a time on the way past others. */
const SKIP_BYTES = 1 << 18;

/** What has been read ahead is put together by so many bytes: allocators give back large blocks only. */
const BLOCK_BYTES = 1 << 25;

/** Reads a stream of bytes in pieces of the sizes asked for, holding no more than it has to. */
export class ByteSource {
  private readonly iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  private pending: Uint8Array[] = [];
  private available = 0;
  private ended = false;
  /** Pieces and bytes at the end of what is pending that are not in blocks yet. */
  private loose = { pieces: 0, bytes: 0 };

  /**
   * @param input bytes, as callers give them.
   * @param position where in the file they begin.
   * @throws ArgumentTypeError for what is no bytes, here or, of what a stream gives, while it is read.
   */
  constructor(
    input: ByteInput,
    /** Where in the file the next byte is. */
    public position = 0,
  ) {
    const stream = isByteArray(input) ? [input] : streamGiven(input);
    this.iterator =
      Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]();
  }

  /** The next n bytes, or as many as are left. */
  async readUpTo(n: number): Promise<Uint8Array> {
    await this.fill(n);
    return this.take(Math.min(n, this.available));
  }

  /**
   * The next n bytes.
   * @param what to call them in the error.
   * @throws CrayError TRUNCATED when there are fewer.
   */
  async read(n: number, what: string): Promise<Uint8Array> {
    const at = this.position;
    const bytes = await this.readUpTo(n);
    if (bytes.length < n) {
      throw new CrayError(
        'TRUNCATED',
        `the file ends within ${what}: expected ${counted(n, 'byte')} at byte ${at}, got ${bytes.length}`,
      );
    }
    return bytes;
  }

  /** The next n bytes, or as many as are left, without taking them. */
  async peek(n: number): Promise<Uint8Array> {
    await this.fill(n);
    const bytes = this.take(Math.min(n, this.available));
    this.position -= bytes.length;
    this.available += bytes.length;
    if (bytes.length > 0) this.pending.unshift(bytes);
    return bytes;
  }

  /** Goes past the next n bytes, or past as many as are left. @returns how many there were. */
  async skip(n: number): Promise<number> {
    const start = this.position;
    for (let left = n; left > 0; ) {
      const { length } = await this.readUpTo(Math.min(left, SKIP_BYTES));
      if (length === 0) break;
      left -= length;
    }
    return this.position - start;
  }

  /** What is left, in pieces of at most n bytes, all but the last of n. */
  async *pieces(n: number): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = await this.readUpTo(n);
      if (bytes.length > 0) yield bytes;
      if (bytes.length < n) return;
    }
  }

  private async fill(n: number): Promise<void> {
    this.loose = { pieces: 0, bytes: 0 };
    while (this.available < n && !this.ended) {
      const { done, value } = await this.iterator.next();
      if (done) {
        this.ended = true;
        continue;
      }
      const bytes = plain(bytesGiven(value, 'a piece of the data'));
      if (bytes.length === 0) continue;
      this.pending.push(bytes);
      this.available += bytes.length;
      this.gather(bytes.length);
    }
  }

  private gather(more: number): void {
    const pieces = this.loose.pieces + 1;
    const bytes = this.loose.bytes + more;
    const full = bytes >= BLOCK_BYTES;
    if (full && pieces > 1) this.pending.push(plain(Buffer.concat(this.pending.splice(-pieces))));
    this.loose = full ? { pieces: 0, bytes: 0 } : { pieces, bytes };
  }

  private take(n: number): Uint8Array {
    const first = this.pending[0];
    let out: Uint8Array;
    if (first && first.length >= n) {
      out = first.subarray(0, n);
      if (first.length === n) this.pending.shift();
      else this.pending[0] = first.subarray(n);
    } else {
      out = new Uint8Array(n);
      let at = 0;
      while (at < n) {
        const piece = (this.pending.shift() as Uint8Array) ?? new Uint8Array(0);
        const used = Math.min(piece.length, n - at);
        out.set(piece.subarray(0, used), at);
        if (used < piece.length) this.pending.unshift(piece.subarray(used));
        at += used;
      }
    }
    this.available -= n;
    this.position += n;
    return out;
  }
}

/** Not as a Buffer, whose slices are views: who changes a copy must not change what was given. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
