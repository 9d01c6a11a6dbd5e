import { unsuitable } from '../format.js';

/** A box of ISO/IEC 14496-12, section 4.2, by where it is in its file. */
export interface Box {
  readonly type: string;
  /** Where its length of 4 bytes begins. */
  readonly start: number;
  /** Where what is in it begins, and ends. */
  readonly from: number;
  readonly to: number;
}

/** The boxes from..to of a file, one after another. @throws CrayError DATA_INVALID */
export function boxesIn(file: Uint8Array, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let start = from; start < to; ) {
    const reader = new BoxReader(file, { type: 'box', start, from: start, to });
    const short = reader.number(4);
    const type = reader.text(4);
    // 0 is up to the end, 1 says that the length follows.
    const length = short === 1 ? reader.number(8) : short || to - start;
    const box = { type, start, from: reader.at, to: start + length };
    if (box.to < box.from || box.to > to) throw bad(`box ${type} at byte ${start} is cut short`);
    boxes.push(box);
    start = box.to;
  }
  return boxes;
}

/** The first box of a type. @throws CrayError DATA_INVALID where there is none */
export function boxOf(boxes: readonly Box[], type: string): Box {
  const box = boxes.find((one) => one.type === type);
  if (!box) throw bad(`there is no box ${type}`);
  return box;
}

/** Reads a box from its start to its end. All methods throw CrayError DATA_INVALID. */
export class BoxReader {
  /** Where the next byte is. */
  at: number;
  private readonly view: DataView;

  constructor(
    private readonly file: Uint8Array,
    private readonly box: Box,
  ) {
    this.at = box.from;
    this.view = new DataView(file.buffer, file.byteOffset, file.length);
  }

  /** An unsigned number of so many bytes, big-endian; 0 of none. */
  number(bytes: number): number {
    const at = this.skip(bytes);
    if (bytes === 0) return 0;
    if (bytes === 1) return this.view.getUint8(at);
    if (bytes === 2) return this.view.getUint16(at);
    if (bytes === 4) return this.view.getUint32(at);
    if (bytes !== 8) throw bad(`a number of ${bytes} bytes`);
    const value = this.view.getBigUint64(at);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw bad(`${value} bytes are absurd`);
    return Number(value);
  }

  text(bytes: number): string {
    const at = this.skip(bytes);
    return Buffer.from(this.file.subarray(at, at + bytes)).toString('latin1');
  }

  /** Takes so many bytes, and says where they begin. */
  skip(bytes: number): number {
    const { at } = this;
    if (at + bytes > this.box.to) throw bad(`box ${this.box.type} is cut short`);
    this.at += bytes;
    return at;
  }

  /** The version of a full box; its flags are taken as well. */
  version(): number {
    const version = this.number(1);
    this.skip(3);
    return version;
  }
}

/** Changes a number of a file in place. @throws CrayError DATA_INVALID where it does not fit. */
export function writeNumber(file: Uint8Array, at: number, bytes: number, value: number): void {
  if (bytes !== 4 && bytes !== 8) throw bad(`a number of ${bytes} bytes`);
  if (value < 0 || (bytes === 4 && value > 0xffffffff)) {
    throw bad(`${value} does not fit ${bytes} bytes`);
  }
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  if (bytes === 8) view.setBigUint64(at, BigInt(value));
  else view.setUint32(at, value);
}

function bad(message: string) {
  return unsuitable('avif', message);
}
