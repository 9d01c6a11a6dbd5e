import { ArgumentError, CrayError } from '../errors.js';

/** Builds the payload of a block, field by field. Integers are little-endian. */
export class FieldWriter {
  private readonly parts: Uint8Array[] = [];

  u8(value: number): this {
    return this.raw(Uint8Array.of(value));
  }

  u32(value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, true);
    return this.raw(bytes);
  }

  /** An integer in [0, 2^53), eight bytes. */
  u64(value: number): this {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
    return this.raw(bytes);
  }

  /** An integer in [0, 2^53): seven bits a byte, lowest first, the top bit set on all but the last. */
  varint(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new ArgumentError(`expected an integer in [0, 2^53), got ${value}`);
    }
    const bytes: number[] = [];
    let rest = value;
    while (rest >= 128) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
    return this.raw(Uint8Array.from(bytes));
  }

  /** Bytes preceded by their number. */
  bytes(value: Uint8Array): this {
    return this.varint(value.length).raw(value);
  }

  /** UTF-8 preceded by its number of bytes. */
  text(value: string): this {
    return this.bytes(new TextEncoder().encode(value));
  }

  raw(value: Uint8Array): this {
    this.parts.push(value);
    return this;
  }

  finish(): Uint8Array {
    return Buffer.concat(this.parts);
  }
}

/** Reads what {@link FieldWriter} wrote. Strict: every error is CORRUPT and names the field. */
export class FieldReader {
  private at = 0;

  /** @param what the payload is of, for errors. */
  constructor(
    private readonly payload: Uint8Array,
    private readonly what: string,
  ) {}

  u8(field: string): number {
    return this.raw(1, field)[0] as number;
  }

  u32(field: string): number {
    const bytes = this.raw(4, field);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  }

  u64(field: string): number {
    const bytes = this.raw(8, field);
    const value = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
    if (value > Number.MAX_SAFE_INTEGER) {
      throw this.fail(field, `expected at most ${Number.MAX_SAFE_INTEGER}, got ${value}`);
    }
    return Number(value);
  }

  varint(field: string, most = Number.MAX_SAFE_INTEGER): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8(field);
      value += (byte % 128) * scale;
      // The shortest form only, so that a number is written in one way.
      if (scale > 1 && byte === 0) throw this.fail(field, 'is not in its shortest form');
      if (value > most) throw this.fail(field, `expected at most ${most}, got ${value} or more`);
      if (byte < 128) return value;
    }
  }

  bytes(field: string): Uint8Array {
    return this.raw(this.varint(field, this.payload.length), field);
  }

  text(field: string): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.bytes(field));
    } catch (error) {
      if (error instanceof CrayError) throw error;
      throw this.fail(field, 'is not UTF-8');
    }
  }

  raw(n: number, field: string): Uint8Array {
    const left = this.payload.length - this.at;
    if (n > left) throw this.fail(field, `expected ${n} bytes, got ${left}`);
    this.at += n;
    return this.payload.subarray(this.at - n, this.at);
  }

  /** Whether everything has been read. */
  get done(): boolean {
    return this.at === this.payload.length;
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.raw(this.payload.length - this.at, 'rest');
  }

  /** @throws CrayError CORRUPT unless everything has been read. */
  end(): void {
    const left = this.payload.length - this.at;
    if (left > 0) throw this.fail('end', `${left} bytes too many`);
  }

  fail(field: string, message: string): CrayError {
    return new CrayError('CORRUPT', `${this.what}: ${field}: ${message}`);
  }
}
