/** Where HDF5 begins in a file, and how it writes addresses (HDF5 File Format Specification 3.0, section II). */

import { unsuitable } from '../../data/format.js';
import { counted } from '../../words.js';
import { hasAt, type Reader, readerOf } from '../reader.js';

const SIGNATURE = '\x89HDF\r\n\x1a\n';

/** Where a signature may be: programs put bytes of their own before it. */
const PLACES = [0, 512, 1024, 2048];

/** Most things that are looked at in one file: objects, messages and nodes of trees. */
const MAX_STEPS = 1 << 21;

/** A file, and what there is to know to read it. */
export interface Hdf5 {
  readonly reader: Reader;
  /** Where the header of the root is. */
  readonly root: number;
  /** Bytes of a length. */
  readonly lengthBytes: number;
  /** Bytes of an address. */
  readonly addressBytes: number;
  /** A length at a place. */
  lengthAt(at: number): number;
  /** The place in the file that an address at a place is; undefined where it is none. */
  placeAt(at: number): number | undefined;
  /** Counts what is looked at. @throws CrayError DATA_INVALID where it is too much */
  step(): void;
}

/** Where the signature is; undefined where there is none. */
export function signatureIn(start: Uint8Array): number | undefined {
  return PLACES.find((at) => hasAt(start, at, SIGNATURE));
}

/** @throws CrayError DATA_INVALID */
export function readSuperblock(start: Uint8Array): Hdf5 {
  const reader = readerOf(start, 'HDF5', false);
  const at = signatureIn(start) ?? 0;
  const version = reader.u8(at + 8);
  if (version > 3) throw unsuitable('HDF5', `version ${version} is not known`);
  const isOld = version < 2;
  const [addressBytes, lengthBytes] = [isOld ? 13 : 9, isOld ? 14 : 10].map((i) =>
    reader.u8(at + i),
  );
  const addresses = at + (isOld ? (version === 0 ? 24 : 28) : 12);
  const base = sizedAt(reader, addresses, addressBytes ?? 0) ?? 0;
  let steps = 0;
  const file: Omit<Hdf5, 'root'> = {
    reader,
    addressBytes: addressBytes ?? 0,
    lengthBytes: lengthBytes ?? 0,
    lengthAt: (place) => sizedAt(reader, place, lengthBytes ?? 0) ?? 0,
    placeAt(place) {
      const address = sizedAt(reader, place, addressBytes ?? 0);
      return address === undefined ? undefined : base + address;
    },
    step() {
      if (++steps > MAX_STEPS) throw unsuitable('HDF5', 'it has too many objects');
    },
  };
  // Four addresses, and of the root in old files its name before that of its header.
  const root = file.placeAt(addresses + (isOld ? 5 : 3) * file.addressBytes);
  if (root === undefined) throw unsuitable('HDF5', 'it has no root');
  return { ...file, root };
}

/** A number of so many bytes; undefined where all bits are set, which is no address and no size. */
export function sizedAt(reader: Reader, at: number, bytes: number): number | undefined {
  if (reader.bytes(at, bytes).every((byte) => byte === 0xff)) return undefined;
  if (bytes === 8) return reader.u64(at);
  if (bytes === 4) return reader.u32(at);
  if (bytes === 2) return reader.u16(at);
  if (bytes === 1) return reader.u8(at);
  throw unsuitable('HDF5', `numbers of ${counted(bytes, 'byte')}`);
}
