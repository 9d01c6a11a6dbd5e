import type { ItemChunk } from '../../container/chunk.js';
import type { Piece } from '../../data/dataset.js';
import type { CrayErrorCode } from '../../errors.js';
import type { BuildOptions } from '../../model/build.js';
import type { Model } from '../../model/model.js';
import type { Tensor } from '../../networks/safetensors.js';

/** What a thread is started with. */
export interface Setup {
  /** With weights in memory that threads share. */
  readonly model: Model;
  readonly options: BuildOptions;
}

/** What a thread says of a job. */
export type Answer =
  | { readonly result: ItemChunk | Piece }
  | { readonly code: CrayErrorCode; readonly message: string }
  /** So many elements more have been gone through, and it goes on. */
  | { readonly worked: number };

/** A copy of what a job takes or gives, in memory of its own, which can change hands. */
export function owned<T extends ItemChunk | Piece>(value: T): T;
export function owned(value: ItemChunk | Piece): ItemChunk | Piece {
  const side = new Uint8Array(value.side);
  if ('elements' in value) return { ...value, side, elements: new Uint8Array(value.elements) };
  return value.kind === 'plain'
    ? { ...value, side, bits: new Uint8Array(value.bits) }
    : { ...value, side, words: new Uint32Array(value.words) };
}

/** The same of what nobody has a use for but who takes it: elements in memory of their own are not copied. */
export function givenUp<T extends ItemChunk | Piece>(value: T): T;
export function givenUp(value: ItemChunk | Piece): ItemChunk | Piece {
  const alone = 'elements' in value && value.elements.length === value.elements.buffer.byteLength;
  return alone ? { ...value, side: new Uint8Array(value.side) } : owned(value);
}

/** The memory that changes hands. */
export function buffersOf(value: ItemChunk | Piece): ArrayBuffer[] {
  const bytes =
    'elements' in value ? value.elements : value.kind === 'plain' ? value.bits : value.words;
  return [bytes.buffer, value.side.buffer] as ArrayBuffer[];
}

/** The same model, its weights in memory that threads share instead of each having a copy. */
export function shareable(model: Model): Model {
  const share = ({ shape, values }: Tensor): Tensor => {
    const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
    shared.set(values);
    return { shape, values: shared };
  };
  return { ...model, tensors: new Map([...model.tensors].map(([name, t]) => [name, share(t)])) };
}
