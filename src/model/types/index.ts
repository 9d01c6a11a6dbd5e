import { z } from 'zod';
import type { CodecType, Coded, SpecOf } from '../codecType.js';
import type { AnySpec } from '../context.js';
import { adaptivePrediction } from './adaptivePrediction.js';
import { autoregressive } from './autoregressive.js';
import { bitSwap } from './bitSwap.js';
import { bitsBack } from './bitsBack.js';
import { contextMixing } from './contextMixing.js';
import { dct } from './dct.js';
import { dependent } from './dependent.js';
import { DISTRIBUTIONS } from './distributions.js';
import { experts } from './experts.js';
import { hiddenMarkov } from './hiddenMarkov.js';
import { multiset } from './multiset.js';
import { neighbourhood } from './neighbourhood/neighbourhood.js';
import { numbers } from './numbers.js';
import { parallel } from './parallel.js';
import { repeat } from './repeat.js';
import { resized } from './resized.js';
import { serial } from './serial.js';
import { series } from './series.js';
import { substack } from './substack.js';
import { topDown } from './topDown.js';

/** All types of codecs that specs may have, in the order of the guide. */
export const TYPES = [
  ...DISTRIBUTIONS,
  serial,
  repeat,
  substack,
  parallel,
  resized,
  dependent,
  autoregressive,
  neighbourhood,
  series,
  multiset,
  hiddenMarkov,
  contextMixing,
  adaptivePrediction,
  experts,
  numbers,
  dct,
  bitsBack,
  bitSwap,
  topDown,
] as const;

/** A spec of any type. */
export type CodecSpec = Known<SpecOf<(typeof TYPES)[number]>>;

/** A spec of this type. */
export type CodecSpecOf<N extends CodecSpec['type']> = Extract<CodecSpec, { type: N }>;

/** The same in which the codecs inside, of which a type knows nothing, are of the types that there are. */
type Known<T> = T extends AnySpec
  ? string extends T['type']
    ? CodecSpec
    : KnownFields<T>
  : T extends object
    ? KnownFields<T>
    : T;
type KnownFields<T> = { [K in keyof T]: Known<T[K]> };

/** The schema of any codec, by its type. */
export const codecSchema = z
  .lazy((): z.ZodType => anyType)
  .meta({ id: 'codec' }) as unknown as z.ZodType<CodecSpec>;

const anyType = z
  .discriminatedUnion(
    'type',
    TYPES.map((one) => one.schema(codecSchema)) as unknown as [z.ZodObject],
  )
  .meta({ id: 'anyType' });

const byName = new Map<string, CodecType>(TYPES.map((one) => [one.type, one]));

/** The type of a spec. */
export function typeOf(spec: AnySpec): CodecType {
  return byName.get(spec.type) as CodecType;
}

/** The codecs inside a codec, and what they code. */
export function innerOf(spec: AnySpec): { readonly spec: AnySpec; readonly coded: Coded }[] {
  const inside: { spec: AnySpec; coded: Coded }[] = [];
  typeOf(spec).withInner?.(spec, (one, coded) => {
    inside.push({ spec: one, coded });
    return one;
  });
  return inside;
}
