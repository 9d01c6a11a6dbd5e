import type { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { type DataFormat, type Format, peekWhole, WITHOUT_COUNT } from '../format.js';
import { fromRecords, toRecords } from '../records.js';

const SHAPE = [3, 32, 32] as const;
const PIXELS = 3072;

/**
 * CIFAR-10 and CIFAR-100 in their binary versions (Krizhevsky, 2009): records of a label, or of a coarse
 * one and a fine one, and three planes.
 */
export const cifar: Format = {
  title: 'CIFAR batches',
  dataFormats: [recordFormat('cifar10', [10]), recordFormat('cifar100', [20, 100])],
};

/**
 * Records of labels and a picture, with nothing around them: a file is known by its length and by
 * labels that are in range and not all the same.
 *
 * @param classes values of each label.
 */
function recordFormat(name: string, classes: readonly number[]): DataFormat {
  const sideBytes = classes.length;
  const bytes = sideBytes + PIXELS;

  /** Whether all labels of whole records are in range, and not all the same. */
  function hasLabels(records: Uint8Array): boolean {
    let differ = false;
    for (let at = 0; at + sideBytes <= records.length; at += bytes) {
      for (let i = 0; i < sideBytes; i++) {
        const label = records[at + i] as number;
        if (label >= (classes[i] as number)) return false;
        if (label !== records[i]) differ = true;
      }
    }
    return differ;
  }

  return {
    name,
    fidelity: 'bytes',
    holds: {
      head: 'nothing',
      items: 'pictures of 3 x 32 x 32, their labels as side bytes',
      tail: 'nothing',
    },
    detects: (start) => start.length >= 2 * bytes && hasLabels(start),
    async open(source: ByteSource) {
      const whole = await peekWhole(source, name);
      if (whole.length % bytes !== 0 || !hasLabels(whole)) {
        // Any file may begin like one, so this is nothing that a note should speak of.
        throw new CrayError('DATA_INVALID', '');
      }
      const items = whole.length / bytes;
      return {
        format: name,
        fidelity: 'bytes',
        dtype: 'u8',
        shape: SHAPE,
        levels: 256,
        head: new Uint8Array(0),
        items,
        sideBytes,
        note: undefined,
        async *pieces(most) {
          for (let done = 0; done < items; done += most) {
            yield fromRecords(await source.readUpTo(most * bytes), sideBytes, PIXELS);
          }
        },
        async *tail() {},
        position: () => source.position,
      };
    },
    async *restore({ pieces }) {
      for await (const piece of pieces) yield toRecords(piece, sideBytes);
    },
    heads: WITHOUT_COUNT,
  };
}
