import type { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { type ArrayItems, elementShape } from '../array.js';
import { type Dataset, itemSize } from '../dataset.js';
import { type DataFormat, MAX_HEAD, unsuitable, WITHOUT_COUNT } from '../format.js';
import { dtypeOf, fromElements, levelsOf, numbersOf, toElements } from '../samples.js';
import { goesOn, openStream, restoreStream } from '../stream.js';

/** Largest array that is looked beyond for another one. */
const MOST_BYTES = 1 << 24;

/** Most dimensions of an array, as containers have it, one of them for planes. */
const MOST_RANK = 7;

/** Several arrays of one header, for which np.save was called on one open file. */
export function npyStream(
  readHeader: (start: Uint8Array) => ArrayItems & { readonly bytes: number },
): DataFormat {
  return {
    name: 'npy-stream',
    fidelity: 'bytes',
    headBeforeEach: true,
    holds: {
      head: 'the npy header of each array, which is the same for all',
      items: 'the arrays, the sizes of one as in `npy` with the outermost among them',
      tail: 'from the first byte that is not of such an array to the end',
    },
    async open(source) {
      const array = readHeader(await source.peek(MAX_HEAD));
      const dataset = await arraysOf(source, array);
      if (dataset) return dataset;
      throw unsuitable('npy', 'there are no arrays of one header');
    },
    async *restore(contents) {
      const { type, bytes, ...items } = readHeader(contents.head);
      const shape = shapeOf(items);
      const expected = elementShape(type, shape);
      const fits = itemSize(shape) > 0 && `${contents.shape}` === `${expected}`;
      if (bytes !== contents.head.length || !fits) {
        const got = contents.shape.join(' x ');
        throw new CrayError(
          'CORRUPT',
          `npy: expected arrays of ${expected.join(' x ')}, got ${got}`,
        );
      }
      if (contents.dtype !== dtypeOf(type)) {
        throw new CrayError('CORRUPT', `npy: expected ${dtypeOf(type)}, got ${contents.dtype}`);
      }
      const numbers = itemSize(shape);
      yield* restoreStream(contents, numbers * type.bytes, (elements) =>
        fromElements(elements, type, numbers),
      );
    },
    numbers: (head) => numbersOf(readHeader(head).type),
    heads: WITHOUT_COUNT,
  };
}

/** The arrays of a stream; undefined where there is but one, or one that is too large. */
export async function arraysOf(
  source: ByteSource,
  { type, bytes, ...items }: ArrayItems & { readonly bytes: number },
): Promise<Dataset | undefined> {
  const shape = shapeOf(items);
  const numbers = itemSize(shape);
  const size = numbers * type.bytes;
  if (size === 0 || !(size <= MOST_BYTES) || shape.length > MOST_RANK) return undefined;
  if (!(await goesOn(source, bytes, size))) return undefined;
  return openStream(source, {
    format: 'npy-stream',
    dtype: dtypeOf(type),
    levels: levelsOf(type),
    shape: elementShape(type, shape),
    head: (await source.peek(bytes)).slice(),
    bytes: size,
    elements: (samples) => toElements(samples, type, numbers),
  });
}

/** All sizes of an array, of which the first counts items else. */
function shapeOf({ items = 1, shape }: Pick<ArrayItems, 'items' | 'shape'>): readonly number[] {
  return [items, ...shape];
}
