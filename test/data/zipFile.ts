import { crc32 } from 'node:zlib';
import { type DeflateSettings, deflateWith } from '../../src/data/deflated.js';

/** What zlib is told by Python's zipfile, and so by NumPy. */
const PYTHON: DeflateSettings = {
  level: 6,
  strategy: 0,
  memLevel: 8,
  windowBits: 15,
  raw: true,
  legacyHash: true,
};

/** A zip file. */
export function zipFile(
  files: readonly (readonly [name: string, bytes: Uint8Array])[],
  deflated: boolean,
  deflate = (bytes: Uint8Array) => deflateWith(bytes, PYTHON),
): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [name, bytes] of files) {
    const stored = deflated ? deflate(bytes) : bytes;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(deflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(stored.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), stored]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    const version = Buffer.of(20, 0);
    directory.push(Buffer.from('PK\x01\x02'), version, common, rest, Buffer.from(name));
    parts.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, entries, end]);
}
