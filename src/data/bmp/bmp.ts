import { type Format, unsuitable } from '../format.js';
import { type Raster, rasterFormat } from '../raster.js';

/** Bytes of the file's header; that of the picture follows, which says its own. */
const FILE_HEADER = 14;
/** Those of OS/2, and the first and the last of Windows. */
const [OLD, LEAST, MOST] = [12, 40, 124];

/** Codes of compression: none, and none with masks that say which bits are which colour. */
const [NONE, MASKS] = [0, 3];

/** BMP of 8, 24 or 32 bits a pixel that is not compressed. */
export const bmp: Format = {
  title: 'BMP',
  dataFormats: [
    rasterFormat({
      name: 'bmp',
      detects: (start) => start[0] === 0x42 && start[1] === 0x4d && isHeader(start[FILE_HEADER]),
      read,
    }),
  ],
};

function isHeader(bytes: number | undefined): boolean {
  return bytes === OLD || (bytes !== undefined && bytes >= LEAST && bytes <= MOST);
}

function read(start: Uint8Array): Raster {
  if (start.length < FILE_HEADER + OLD) throw bad('the file ends within its header');
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const header = view.getUint32(FILE_HEADER, true);
  if (start.length < FILE_HEADER + header) throw bad('the file ends within its header');
  const old = header === OLD;
  if (!isHeader(header)) throw bad(`a header of ${header} bytes is not known`);
  const width = old ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = old ? view.getInt16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(old ? 24 : 28, true);
  const compression = old ? NONE : view.getUint32(30, true);
  const channels = bits / 8;
  const isKnown = compression === NONE || (compression === MASKS && bits === 32);
  if ((channels !== 1 && channels !== 3 && channels !== 4) || !isKnown) {
    throw bad(`expected 8, 24 or 32 bits that are not compressed, got ${bits} by ${compression}`);
  }
  const from = view.getUint32(10, true);
  if (width < 1 || height === 0) throw bad(`expected positive sizes, got ${width} x ${height}`);
  if (from < FILE_HEADER + header) throw bad('its pixels are where its header is');
  return {
    width,
    height: Math.abs(height),
    channels,
    from,
    stride: Math.ceil((width * channels) / 4) * 4,
    upwards: height > 0,
  };
}

function bad(message: string) {
  return unsuitable('bmp', message);
}
