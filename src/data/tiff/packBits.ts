/** Longest run, and longest literal. */
const LONGEST = 128;

/**
 * PackBits (TIFF 6.0, section 9) as libtiff writes it, to the bit: a run of two between literals becomes
 * part of them.
 *
 * Source: tif_packbits.c of libtiff 4, PackBitsEncode.
 *
 * @param rowBytes bytes of a row; no run goes on in the next.
 */
export function encodePackBits(bytes: Uint8Array, rowBytes: number): Uint8Array {
  const rows = Math.ceil(bytes.length / rowBytes);
  return Buffer.concat(
    Array.from({ length: rows }, (_, y) =>
      encodeRow(bytes.subarray(y * rowBytes, (y + 1) * rowBytes)),
    ),
  );
}

/** What was written last; a run after a literal may yet become part of it. */
type State = 'start' | 'literal' | 'run' | 'run after literal';

function encodeRow(row: Uint8Array): Uint8Array {
  const out = new Uint8Array(2 * row.length);
  let state: State = 'start';
  let [at, literal] = [0, 0];
  for (let from = 0; from < row.length; ) {
    const byte = row[from] as number;
    let length = 1;
    while (from + length < row.length && row[from + length] === byte) length++;
    from += length;
    if (state === 'run after literal') {
      const joins = length === 1 && out[at - 2] === 255 && (out[literal] as number) < 126;
      state = joins ? 'literal' : 'run';
      if (joins) {
        out[literal] = (out[literal] as number) + 2;
        out[at - 2] = out[at - 1] as number;
        if (out[literal] === LONGEST - 1) state = 'start';
      }
    }
    if (length > 1) state = state === 'literal' ? 'run after literal' : 'run';
    // What is left of a long run is looked at anew, and is after a run then.
    for (; length > LONGEST; length -= LONGEST, state = 'run') {
      out.set([257 - LONGEST, byte], at);
      at += 2;
    }
    if (length > 1) {
      out.set([257 - length, byte], at);
      at += 2;
    } else if (state === 'literal') {
      out[literal] = (out[literal] as number) + 1;
      if (out[literal] === LONGEST - 1) state = 'start';
      out[at++] = byte;
    } else {
      literal = at;
      out.set([0, byte], at);
      at += 2;
      state = 'literal';
    }
  }
  return out.subarray(0, at);
}
