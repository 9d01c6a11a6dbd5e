import { withSpare } from '../../kernels/spare.js';
import { checkSize, checkSymbols } from '../codec.js';
import { BLOCK, oneRow, type PicturePart } from './blocks.js';
import { eachRun, LEVELS, notesOf, THOROUGH, UNITS, type Way } from './dctWays.js';

/**
 * The decisions, or nibbles, that `dct` takes: the probability that each gave to what it was, and the number of its
 * block in the order of items.
 *
 * @param symbols and parts as a push takes them, and the way.
 * @throws RangeError as a push does.
 */
export function dctDecisions(
  symbols: Uint32Array,
  parts?: readonly PicturePart[],
  way: Way = THOROUGH,
) {
  const blocks = symbols.length / BLOCK;
  checkSize(symbols, blocks * BLOCK);
  checkSymbols(symbols, LEVELS);
  const own = parts ?? oneRow(blocks);
  const items = new Uint32Array(blocks);
  eachRun(own, (symbol, coefficient, n) => {
    for (let i = 0; i < n; i += BLOCK) items[(coefficient + i) / BLOCK] = (symbol + i) / BLOCK;
  });
  const [chances, of]: [number[], number[]] = [[], []];
  withSpare((on) => {
    let block = 0;
    for (const { words, count } of notesOf(on, symbols, own, way, 1)) {
      const item = items[block++] as number;
      const notes = way.note === 2 ? new Uint16Array(words.buffer, words.byteOffset, count) : words;
      for (const note of notes) {
        chances.push(way.chance(note) / UNITS);
        of.push(item);
      }
    }
  });
  return { chances: Float32Array.from(chances), symbols: Uint32Array.from(of) };
}
