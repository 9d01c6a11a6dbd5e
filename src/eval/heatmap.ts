import type { BlockPicture } from '../codecs/learning/blocks.js';
import { itemSize } from '../data/dataset.js';
import { encodePng } from '../data/encodePng.js';
import { CrayError } from '../errors.js';
import { type BlockMap, blockMaps, padded } from './blockMaps.js';
import { heatColour } from './colours.js';
import type { Inspection } from './inspect.js';
import { type Picture, pictureOf, pixelBits, topOf } from './picture.js';

/** How items are shown. */
export interface HeatmapOptions {
  /** Most items on the sheet. */
  readonly most: number;
  /** Whether the dearest come first. */
  readonly sorted: boolean;
}

/** Widest sheet of several items, and the least size at which a pixel is still seen on it. */
const SHEET_WIDTH = 1120;
const GAP = 4;
const MARGIN = 12;
/** Room for the scale and its figures. */
const SCALE_HEIGHT = 64;
const LEAST_WIDTH = 340;
const TEXT = '#e8e8e8';
const GROUND = 24;

/**
 * A picture of what each pixel of items costs, over all its channels, with a scale.
 *
 * @returns a PNG.
 * @throws CrayError DATA_INVALID where there are no items, UNSUPPORTED for such that are no pictures, or whose elements cannot be told apart.
 */
export async function heatmap(
  inspection: Inspection,
  options: HeatmapOptions,
): Promise<Uint8Array> {
  const { shape, items, itemBits, elementBits, model, pictures } = inspection;
  if (items === 0) throw new CrayError('DATA_INVALID', 'there are no items to be painted');
  if (pictures && itemBits) return ofBlocks(itemBits, pictures, model, options);
  const picture = pictureOf(shape);
  if (!elementBits) {
    const instead = itemBits
      ? 'inspect without --heatmap shows the bits of each item'
      : 'craystack eval shows the bits of the whole';
    const message = `model ${model} does not let the cost of a pixel be told: ${instead}`;
    throw new CrayError('UNSUPPORTED', message);
  }
  const order = Array.from({ length: items }, (_, i) => i);
  if (options.sorted && itemBits) {
    order.sort((a, b) => (itemBits[b] as number) - (itemBits[a] as number));
  }
  const shown = order.slice(0, options.most);
  const maps = shown.map((i) => pixelBits(elementBits, itemSize(shape), i, picture));
  return draw(maps, picture, topOf(maps), `${model}: bits a pixel`);
}

/** The same of what each block of pictures costs, over all its components. */
function ofBlocks(
  itemBits: Float64Array,
  pictures: readonly BlockPicture[],
  model: string,
  { most, sorted }: HeatmapOptions,
): Promise<Uint8Array> {
  const all = blockMaps(itemBits, pictures);
  const sum = ({ bits }: BlockMap) => bits.reduce((a, b) => a + b, 0);
  if (sorted) all.sort((a, b) => sum(b) - sum(a));
  const shown = all.slice(0, most);
  const height = Math.max(...shown.map((map) => map.height));
  const width = Math.max(...shown.map((map) => map.width));
  const maps = shown.map((map) => padded(map, height, width));
  const sheet = { height, width, channels: 1, planes: false };
  return draw(maps, sheet, topOf(shown.map(({ bits }) => bits)), `${model}: bits a block`);
}

function draw(
  maps: readonly Float64Array[],
  { height, width }: Picture,
  top: number,
  title: string,
): Promise<Uint8Array> {
  const columns = columnsOf(maps.length, height, width);
  const rows = Math.ceil(maps.length / columns);
  const room = (SHEET_WIDTH - (columns - 1) * GAP) / (columns * width);
  const zoom = Math.max(1, Math.min(16, Math.floor(room)));
  const [cellWidth, cellHeight] = [zoom * width + GAP, zoom * height + GAP];
  const sheetWidth = Math.max(LEAST_WIDTH, columns * cellWidth - GAP + 2 * MARGIN);
  const sheetHeight = rows * cellHeight - GAP + 2 * MARGIN + SCALE_HEIGHT;
  const pixels = new Uint8Array(3 * sheetWidth * sheetHeight).fill(GROUND);
  const paint = (x: number, y: number, share: number): void => {
    pixels.set(heatColour(share), 3 * (y * sheetWidth + x));
  };
  maps.forEach((map, i) => {
    const left = MARGIN + (i % columns) * cellWidth;
    const over = MARGIN + Math.floor(i / columns) * cellHeight;
    for (let y = 0; y < zoom * height; y++) {
      for (let x = 0; x < zoom * width; x++) {
        const bits = map[Math.floor(y / zoom) * width + Math.floor(x / zoom)] as number;
        paint(left + x, over + y, bits / top);
      }
    }
  });
  const barWidth = Math.min(640, sheetWidth - 2 * MARGIN);
  const barTop = sheetHeight - SCALE_HEIGHT + 14;
  for (let y = 0; y < 12; y++) {
    for (let x = 0; x < barWidth; x++) paint(MARGIN + x, barTop + y, x / (barWidth - 1));
  }
  const svg = labels(sheetWidth, sheetHeight, barWidth, barTop, top, title);
  return encodePng(pixels, sheetWidth, sheetHeight, svg);
}

/** Columns that make a sheet about as wide as high. */
function columnsOf(items: number, height: number, width: number): number {
  return Math.max(1, Math.min(items, Math.round(Math.sqrt((items * height * 1.4) / width))));
}

/** Figures under the bar. */
function labels(
  width: number,
  height: number,
  barWidth: number,
  barTop: number,
  top: number,
  title: string,
): string {
  const digits = top < 1 ? 3 : top < 10 ? 2 : 1;
  const figure = (share: number, anchor: string, before = '') =>
    `<text x="${MARGIN + share * barWidth}" y="${barTop + 26}" text-anchor="${anchor}">${before}${(share * top).toFixed(digits)}</text>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<g font-family="DejaVu Sans, Arial, sans-serif" font-size="12" fill="${TEXT}">` +
    figure(0, 'start') +
    figure(0.5, 'middle') +
    figure(1, 'end', '≥ ') +
    `<text x="${MARGIN}" y="${barTop + 41}">${title}</text></g></svg>`
  );
}
