/** Numbers of a header, one after another: `u32(1, 2)` is eight bytes, the lowest first unless it is said otherwise. */
export function writer(bigEndian = false) {
  const of =
    (bytes: number, write: (view: DataView, at: number, value: number) => void) =>
    (...values: readonly number[]) => {
      const out = new DataView(new ArrayBuffer(bytes * values.length));
      values.forEach((value, i) => {
        write(out, bytes * i, value);
      });
      return Buffer.from(out.buffer);
    };
  const little = !bigEndian;
  return {
    u8: of(1, (view, at, value) => view.setUint8(at, value)),
    u16: of(2, (view, at, value) => view.setUint16(at, value, little)),
    u32: of(4, (view, at, value) => view.setUint32(at, value, little)),
    i32: of(4, (view, at, value) => view.setInt32(at, value, little)),
    u64: of(8, (view, at, value) => view.setBigUint64(at, BigInt(value), little)),
    f32: of(4, (view, at, value) => view.setFloat32(at, value, little)),
    f64: of(8, (view, at, value) => view.setFloat64(at, value, little)),
  };
}

/** Letters, and zeros after them up to a length. */
export function letters(text: string, length = text.length): Buffer {
  const out = Buffer.alloc(length);
  out.write(text, 'latin1');
  return out;
}

/** Bytes, and zeros after them up to a multiple. */
export function padded(bytes: Uint8Array, multiple: number): Buffer {
  const out = Buffer.alloc(multiple * Math.ceil(bytes.length / multiple));
  out.set(bytes);
  return out;
}
