import { type FloatType, floatMixing, floatMixingMemory } from '../../learning/floatMixing.js';
import type { Values } from '../column.js';
import { about } from '../field.js';
import { sizeOf } from '../views/bits.js';
import type { Shape } from '../views/view.js';
import { type Coder, MOST_SYMBOLS } from './coder.js';
import { fromWords, toWords } from './words.js';

/** Floats that are not smooth: weights, moments, noise. All of a type are coded together. */
export const floats: Coder = {
  name: 'floats',
  takes: (type) => about(type).kind === 'float',
  extent: ({ sizes }) => ({ size: sizeOf(sizes), most: MOST_SYMBOLS }),
  together: ({ type }) => type,
  codec(shapes) {
    const type = typeOf(shapes);
    const inner = floatMixing(shapes, type);
    return {
      push: (message, all) => inner.push(message, joined(all)),
      pop: (message) => apart(inner.pop(message), shapes),
    };
  },
  memory: (shapes) => floatMixingMemory(shapes, typeOf(shapes)),
};

function typeOf([first]: readonly Shape[]): FloatType {
  return (first as Shape).type as FloatType;
}

/** The words of columns, one after another. */
function joined(all: readonly Values[]): Uint32Array {
  const words = all.map(toWords);
  const out = new Uint32Array(words.reduce((n, { length }) => n + length, 0));
  let at = 0;
  for (const some of words) {
    out.set(some, at);
    at += some.length;
  }
  return out;
}

/** The inverse of {@link joined}. */
function apart(words: Uint32Array, shapes: readonly Shape[]): Values[] {
  let at = 0;
  return shapes.map(({ type, sizes }) => {
    const n = sizeOf(sizes) * (about(type).bits === 64 ? 2 : 1);
    at += n;
    return fromWords(type, words.slice(at - n, at));
  });
}
