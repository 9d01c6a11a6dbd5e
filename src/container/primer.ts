/**
 * What heads and tails look like, most common last. The model for bytes has learned it before it codes residue, so
 * that a usual head costs a few bytes. A part of FORMAT.md (section 2.10): it never changes.
 */

/** What programs leave blank in heads: spaces after an npy header, zeros in a PAD chunk. */
const blank = (character: string, n: number): string => character.repeat(n);

/** An npy header, padded as NumPy does it. */
function npy(descr: string, shape: string): string {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  return `\x93NUMPY\x01\0v\0${text.padEnd(117)}\n`;
}

/** A WAV header of PCM: channels, samples a second, bytes a second, bytes a frame, bits a sample. */
const wav = (format: string): string => `RIFF\x24\x7d\0\0WAVEfmt \x10\0\0\0${format}data\0\x7d\0\0`;

const LEARNED = [
  // XMP and iXML, in TIFF, PNG and WAV.
  '<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?> <x:xmpmeta xmlns:x="adobe:ns:meta/">',
  '<?xml version="1.0" encoding="UTF-8"?>\n<BWFXML><IXML_VERSION>1.61</IXML_VERSION><PROJECT></PROJECT></BWFXML>\n',
  // zip archives of npy files, and how they were made.
  'PK\x03\x04\x14\0\0\0\0\0\0\0!\0\0\0\0\0\0\0\0\0\x05\0\x14\0a.npy\x01\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0',
  'PK\x01\x02\x14\x03\x14\0\0\0\0\0\0\0!\0\0\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\x80\x01\0\0\0\0a.npy',
  'PK\x05\x06\0\0\0\0\x02\0\x02\0f\0\0\0\0\0\0\0\0\0',
  '{"level":6,"strategy":0,"memLevel":8,"windowBits":15,"raw":false,"legacyHash":true}',
  // TIFF: width, length, bits, compression, photometric, strips, samples, rows, bytes, resolution.
  'II*\0\x08\0\0\0\x0f\0\0\x01\x04\0\x01\0\0\0@\0\0\0\x01\x01\x04\0\x01\0\0\0\x30\0\0\0\x02\x01\x03\0\x03\0\0\0\xc2\0\0\0',
  '\x03\x01\x03\0\x01\0\0\0\x01\0\0\0\x06\x01\x03\0\x01\0\0\0\x02\0\0\0\x11\x01\x04\0\x01\0\0\0\x08\0\0\0',
  '\x15\x01\x03\0\x01\0\0\0\x03\0\0\0\x16\x01\x03\0\x01\0\0\0\x30\0\0\0\x17\x01\x04\0\x01\0\0\0\0\0\0\0',
  '\x1a\x01\x05\0\x01\0\0\0\0\0\0\0\x1b\x01\x05\0\x01\0\0\0\0\0\0\0\x1c\x01\x03\0\x01\0\0\0\x01\0\0\0',
  // Chunks of WAV, and its long form of a format.
  'LIST\x1a\0\0\0INFOISFT\x0e\0\0\0Lavf58.29.100\0bext\x5a\x02\0\0PAD \0\0\0\0',
  blank('\0', 64),
  'RIFF\0\0\0\0WAVEfmt (\0\0\0\xfe\xff\x02\0\x80\xbb\0\0\0\xb8\x0b\0\x10\0\x40\0\x16\0\x40\0\0\0\0\0\x03\0\0\0\0\0\x10\0',
  '\x80\0\0\xaa\0\x38\x9b\x71fact\x04\0\0\0\xe0\x01\0\0data\0\x1e\0\0',
  // PNG: what stands before and after the pixels.
  '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x01\x80\x08\x06\0\0\0\0\0\0\0\0\0\0\x04gAMA\0\0\xb1\x8f\x0b\xfc\x61\x05',
  '\0\0\0\x09pHYs\0\0\x0b\x12\0\0\x0b\x12\x01\xd2\xdd\x7e\xfc\0\0\0\x19tEXtSoftware\0Adobe ImageReadyq\xc9e<',
  '\0\0\0\x0ctRNS\0\0\0\x03PLTE\0\0\0\x07tIME\0\0\0\x08bKGD\0\0\0\x01sRGB\0\xae\xce\x1c\xe9',
  '!\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20\x08\x02\0\0\0\xfc\x18\xed\xa3\x0c\0\0\0\0IEND\xaeB`\x82',
  // Headers of Netpbm, of raw numbers and of idx.
  'P5\n512 512\n255\nP6\n# Created by GIMP\n640 480\n255\n\0',
  '{"dtype":"f32","shape":[],"byteOrder":"little"}{"dtype":"u16","shape":[2],"byteOrder":"big"}',
  '\0\0\x0c\x02\0\0\0\x10\0\0\0\x20\0\0\x08\x01\0\0\x27\x10\0\0\x08\x03\0\0\0\x64\0\0\0\x1c\0\0\0\x1c',
  '\0\0\x08\x03\0\0\0\x01\0\0\0\x1c\0\0\0\x1c',
  wav('\x01\0\x02\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x10\0'),
  wav('\x03\0\x01\0\x44\xac\0\0\x10\xb1\x02\0\x04\0\x20\0'),
  wav('\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0'),
  npy('|u1', '2, 512, 768, 3'),
  npy('<f8', '750, 10'),
  npy('<i8', '3000,'),
  npy('<u2', '1000, 28, 28'),
  npy('<f4', '100, 3'),
];

/** One byte of it a character. */
export const PRIMER: Uint8Array = new Uint8Array(Buffer.from(LEARNED.join(''), 'latin1'));
