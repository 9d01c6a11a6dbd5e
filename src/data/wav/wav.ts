import { type ArrayHeader, arrayFormat } from '../arrayFormat.js';
import { type Format, unsuitable } from '../format.js';
import { numbersOf, type SampleType } from '../samples.js';

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

const tag = (bytes: Uint8Array, at: number) =>
  Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');

/**
 * A WAV file (RIFF, WAVE_FORMAT_PCM, IEEE_FLOAT or EXTENSIBLE of either). An item is a frame: one
 * number a channel. All up to the samples is the head; a length of samples that the file does not have,
 * as streams write it, does no harm.
 */
export const wav: Format = {
  title: 'WAV',
  dataFormats: [
    arrayFormat({
      name: 'wav',
      holds: {
        head: 'all before the samples',
        items: 'frames, of no dimensions where there is one channel',
        tail: 'all after the samples',
      },
      detects: (start) => tag(start, 0) === 'RIFF' && tag(start, 8) === 'WAVE',
      readHeader,
      recount,
      says: (head) => `${readHeader(head).rate} Hz, ${numbersOf(readHeader(head).type)}`,
      rule:
        'the length of the samples is put right (the last 4 bytes of the head), and that of the file ' +
        '(bytes 4 to 7), which is 8 less than head and samples; the heads must then agree.',
    }),
  ],
  soundEnding: '.wav',
};

/** Numbers of a time: one a channel, so many times a second. */
interface Frame extends Pick<ArrayHeader, 'type' | 'shape'> {
  readonly rate: number;
}

function readHeader(head: Uint8Array): ArrayHeader & Frame {
  let frame: Frame | undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  for (let at = 12; at + 8 <= head.length; ) {
    const length = view.getUint32(at + 4, true);
    const name = tag(head, at);
    if (name === 'data') {
      if (!frame) throw bad('there is no fmt before the samples');
      const [channels = 1] = frame.shape;
      const items = Math.floor(length / (channels * frame.type.bytes));
      return { ...frame, bytes: at + 8, items };
    }
    if (name === 'fmt ') frame = frameOf(view, at + 8, length);
    at += 8 + length + (length % 2);
  }
  throw bad('there are no samples');
}

/** The lengths of the samples and of the file, which has nothing after them then. */
function recount(head: Uint8Array, items: number): Uint8Array | undefined {
  const { type, shape } = readHeader(head);
  const [channels = 1] = shape;
  const samples = items * channels * type.bytes;
  const file = head.length - 8 + samples;
  if (file > 0xffffffff) return undefined;
  const again = Uint8Array.from(head);
  const view = new DataView(again.buffer);
  view.setUint32(4, file, true);
  view.setUint32(head.length - 4, samples, true);
  return again;
}

function frameOf(view: DataView, at: number, length: number): Frame {
  if (length < 16 || view.byteLength < at + Math.min(length, 40)) throw bad('fmt is cut short');
  const code = view.getUint16(at, true);
  // The kind of an extensible format is in the first bytes of its GUID.
  const kind = code === EXTENSIBLE && length >= 40 ? view.getUint16(at + 24, true) : code;
  const channels = view.getUint16(at + 2, true);
  const align = view.getUint16(at + 12, true);
  const bytes = align / channels;
  const known = kind === PCM ? [1, 2, 3, 4] : kind === FLOAT ? [4, 8] : [];
  if (!known.includes(bytes)) {
    throw bad(
      `expected PCM of 8, 16, 24 or 32 bits or floats, got format ${kind} of ${bytes} bytes`,
    );
  }
  const type = {
    kind: kind === FLOAT ? 'float' : bytes === 1 ? 'unsigned' : 'signed',
    bytes,
    bigEndian: false,
  } as SampleType;
  return { type, shape: channels === 1 ? [] : [channels], rate: view.getUint32(at + 4, true) };
}

function bad(message: string) {
  return unsuitable('wav', message);
}
