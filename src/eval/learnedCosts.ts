import { adaptivePredictionDecisions } from '../codecs/learning/adaptivePrediction.js';
import { contextMixingDecisions } from '../codecs/learning/contextMixing.js';
import { expertsDecisions } from '../codecs/learning/experts.js';
import { type ItemType, levelsOf } from '../data/dataset.js';
import { bitsOfElements } from '../model/types/adaptivePrediction.js';
import { bitsOfValues, imageOf } from '../model/types/experts.js';
import type { CodecSpec } from '../model/types/index.js';
import { concatenated } from './concatenated.js';
import { type SymbolCosts, sumsOf } from './costs.js';

/** Decisions a value, of codecs for bytes. */
const DECISIONS = 8;

/**
 * The cost of each symbol under codecs that learn while they code: that of the decisions that it takes.
 * Undefined for other codecs.
 */
export function learnedCosts(spec: CodecSpec, item: ItemType): SymbolCosts | undefined {
  const { shape } = item;
  switch (spec.type) {
    case 'experts': {
      const image = imageOf(shape);
      const bits = bitsOfValues(item.levels ?? levelsOf(item.dtype));
      return (symbols, items) => {
        const of = { shape: image, effort: spec.effort, bits, items };
        const decisions = expertsDecisions(of, symbols);
        return told(fromPlanes(sumsOf(bitsOf(decisions), bits), image, items), decisions);
      };
    }
    case 'contextMixing':
      return (symbols) => {
        const decisions = contextMixingDecisions(symbols);
        return told(sumsOf(bitsOf(decisions), DECISIONS), decisions);
      };
    case 'adaptivePrediction': {
      const bits = bitsOfElements(item.levels ?? levelsOf(item.dtype));
      return (symbols, items) => {
        const costs = new Float64Array(symbols.length);
        const decisions: Float32Array[] = [];
        let i = 0;
        for (const own of adaptivePredictionDecisions([items, ...shape], bits, symbols)) {
          costs[i++] = bitsOf(own).reduce((sum, cost) => sum + cost, 0);
          decisions.push(own);
        }
        return told(costs, concatenated(decisions, Float32Array));
      };
    }
    default:
      return undefined;
  }
}

function told(bits: Float64Array, decisions: Float32Array): ReturnType<SymbolCosts> {
  return { bits, chances: [{ kind: 'decisions', values: decisions }] };
}

function bitsOf(chances: Float32Array): Float64Array {
  return Float64Array.from(chances, (chance) => -Math.log2(chance));
}

/** Values of experts, which go plane by plane, green first, in the order of the elements. */
function fromPlanes(
  values: Float64Array,
  [rows, columns, channels]: readonly [number, number, number],
  items: number,
): Float64Array {
  const pixels = rows * columns;
  const out = new Float64Array(values.length);
  for (let i = 0; i < items; i++) {
    for (let plane = 0; plane < channels; plane++) {
      const channel = channels >= 3 && plane < 2 ? 1 - plane : plane;
      for (let p = 0; p < pixels; p++) {
        const from = (i * channels + plane) * pixels + p;
        out[(i * pixels + p) * channels + channel] = values[from] as number;
      }
    }
  }
  return out;
}
