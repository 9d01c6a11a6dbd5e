/**
 * The segments of a picture from its first marker on: ITU-T T.81, annex B. The same walk reads a file, and the bytes that
 * are left of it without its scans.
 */
import { ColourMarks } from './colours.js';
import { type Coding, type Frame, frameOf } from './frame.js';
import type { HuffmanTable } from './huffman.js';
import { SaidSoFar, type Scan, scanOf } from './scan.js';
import { takeCodes, takeSteps } from './tables.js';

/** Tables of quantisation, by number: 64 steps in zigzag order. */
export type Steps = readonly (Uint16Array | undefined)[];

/** A picture as far as it was walked over. */
export interface Walked {
  readonly frame: Frame | undefined;
  readonly steps: Steps;
  readonly colours: ColourMarks;
  /** Where that ends. */
  readonly end: number;
  /** Why it does, where that is not its end. */
  readonly why: string | undefined;
}

/** Is given each scan, and where its codes begin; says where the walk goes on, undefined to go no further. */
export type OnScan = (scan: Scan, at: number) => number | undefined;

const MARKER = 0xff;
const [RST, RST_END, SOI, EOI, TEM] = [0xd0, 0xd7, 0xd8, 0xd9, 0x01];
const [DHT, SOS, DQT, DRI] = [0xc4, 0xda, 0xdb, 0xdd];
/** Frames that are read: baseline, extended and progressive, of Huffman codes. */
const FRAMES: Readonly<Record<number, Coding>> = {
  192: 'baseline',
  193: 'extended sequential',
  194: 'progressive',
};

const [HIERARCHICAL, ARITHMETIC] = ['it is hierarchical', 'it has arithmetic codes'];
/** Other frames, and segments that go with them. */
const OTHERS: Readonly<Record<number, string>> = {
  195: 'it is coded without loss, by SOF3',
  197: HIERARCHICAL,
  198: HIERARCHICAL,
  199: HIERARCHICAL,
  201: ARITHMETIC,
  202: ARITHMETIC,
  203: ARITHMETIC,
  204: ARITHMETIC,
  205: HIERARCHICAL,
  206: HIERARCHICAL,
  207: HIERARCHICAL,
  220: 'its height is said after its first scan, by DNL',
  222: HIERARCHICAL,
};

/** Walks over a picture, whose first marker is at a place. */
export function walkPicture(bytes: Uint8Array, from: number, onScan: OnScan): Walked {
  const state = new PictureState();
  let at = from;
  const stopped = (why: string | undefined): Walked => {
    const { frame, steps, colours } = state;
    return { frame, steps, colours, end: at, why };
  };
  for (;;) {
    let marker = at;
    while (bytes[marker] === MARKER && bytes[marker + 1] === MARKER) marker++;
    const kind = bytes[marker + 1] ?? 0;
    if (bytes[marker] !== MARKER || kind === 0) return stopped('a marker is missing');
    // Another picture begins.
    if (kind === SOI && marker > from) return stopped('its end is missing');
    if (hasNoLength(kind)) {
      at = marker + 2;
      if (kind === EOI) return stopped(undefined);
      continue;
    }
    const length = ((bytes[marker + 2] ?? 0) << 8) | (bytes[marker + 3] ?? 0);
    const next = marker + 2 + length;
    if (length < 2 || next > bytes.length) return stopped('a segment is cut short');
    const payload = bytes.subarray(marker + 4, next);
    const said = kind === SOS ? state.scan(payload) : state.segment(kind, payload);
    if (typeof said === 'string') return stopped(said);
    const end = said ? onScan(said, next) : next;
    if (end === undefined) return stopped('its scans are more than it has room for');
    at = said ? markerFrom(bytes, end) : end;
  }
}

function hasNoLength(kind: number): boolean {
  return (kind >= RST && kind <= EOI) || kind === TEM;
}

/** The next marker that is none of a scan, where what is left of that may stand before it. */
function markerFrom(bytes: Uint8Array, from: number): number {
  for (let at = from; ; at++) {
    at = bytes.indexOf(MARKER, at);
    if (at < 0) return bytes.length;
    const kind = bytes[at + 1] ?? 0;
    if (kind !== 0 && (kind < RST || kind > RST_END)) return at;
  }
}

/** What segments have said. */
class PictureState {
  frame: Frame | undefined;
  readonly steps: (Uint16Array | undefined)[] = [];
  readonly colours = new ColourMarks();
  readonly dc: (HuffmanTable | undefined)[] = [];
  readonly ac: (HuffmanTable | undefined)[] = [];
  private interval = 0;
  private saidSoFar: SaidSoFar | undefined;

  /** Takes a segment. Returns why it cannot, if so. */
  segment(kind: number, payload: Uint8Array): string | undefined {
    if (kind === DHT) return takeCodes(payload, this) ? undefined : 'a Huffman table is wrong';
    if (kind === DQT) {
      return takeSteps(payload, this.steps) ? undefined : 'a quantisation table is wrong';
    }
    if (kind === DRI) {
      this.interval = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
      return payload.length === 2 ? undefined : 'a restart interval is wrong';
    }
    this.colours.take(kind, payload);
    const coding = FRAMES[kind];
    if (coding === undefined) return OTHERS[kind];
    const frame = this.frame ? 'it has two frames' : frameOf(payload, coding);
    if (typeof frame === 'string') return frame;
    this.frame = frame;
    this.saidSoFar = new SaidSoFar(frame);
    return undefined;
  }

  /** The scan of a header, or why it cannot be read. */
  scan(payload: Uint8Array): Scan | string {
    const { frame, dc, ac, interval, saidSoFar } = this;
    if (!frame) return 'a scan comes before the frame';
    const scan = scanOf(payload, frame, { dc, ac }, interval);
    if (typeof scan === 'string') return scan;
    return saidSoFar?.goesOn(scan) ? scan : 'a scan does not go on where those before it end';
  }
}
