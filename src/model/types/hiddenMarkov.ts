import { z } from 'zod';
import { hiddenMarkov as hiddenMarkovCodec } from '../../codecs/hiddenMarkov.js';
import { codecType } from '../codecType.js';
import { finerTo } from '../distribution.js';
import { parameter, precision, size } from '../fields.js';
import { itemByItem } from '../itemByItem.js';
import { asNumbers } from '../node.js';
import { buildParameter, Calls, everyRow } from '../parameters.js';

export const hiddenMarkov = codecType({
  type: 'hiddenMarkov',
  codes: 'A series of symbols by a hidden Markov model, at its exact evidence.',
  fields: () => ({
    length: size.describe('Symbols an item.'),
    states: z.int().min(1).max(4096),
    symbols: z.int().min(1).max(65536),
    precision,
    initial: parameter.describe('[states]'),
    transition: parameter.describe('[states, states], a row for each state before'),
    emission: parameter.describe('[states, symbols]'),
  }),
  parameters: ({ initial, transition, emission }) => [initial, transition, emission],
  build(spec, path, { sources }) {
    const { states, symbols, length } = spec;
    const table = (name: 'initial' | 'transition' | 'emission', rows: number, width: number) => {
      const shape = { rows, width, inputs: undefined };
      const numbers = buildParameter(spec[name], `${path}.${name}`, shape, sources);
      return Float64Array.from(everyRow(numbers(1, new Calls(undefined)), rows));
    };
    const codec = hiddenMarkovCodec({
      initial: table('initial', 1, states),
      transition: table('transition', states, states),
      emission: table('emission', states, symbols),
      length,
      precision: spec.precision,
    });
    return itemByItem({ size: length, limit: symbols, embed: asNumbers }, () => codec);
  },
  finer: finerTo(31),
});
