/** A NumPy file. */
export function npyFile(
  descr: string,
  shape: readonly number[],
  samples: Uint8Array,
  { fortran = false, major = 1 } = {},
): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const order = fortran ? 'True' : 'False';
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const from = major === 1 ? 10 : 12;
  const header = `${text.padEnd(64 * Math.ceil((from + text.length + 1) / 64) - from - 1)}\n`;
  const start = Buffer.alloc(from);
  start.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, major, 0]);
  if (major === 1) start.writeUInt16LE(header.length, 8);
  else start.writeUInt32LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), samples]);
}
