import type { ItemType } from '../data/dataset.js';
import type { Node } from './node.js';
import type { Sources } from './parameters.js';
import type { CodecSpec } from './types/index.js';

/** Items whose elements are 0 … levels - 1. */
export interface CodedItem extends ItemType {
  readonly levels: number;
}

/** What surrounds a codec in its spec. */
export interface Context {
  /** The items that are to be coded: what the model's data say, or where they say "any", what is there. */
  readonly item: CodedItem;
  /** Numbers that networks read here, or undefined where they have nothing to read. */
  readonly inputs: number | undefined;
  /** Lanes that a message is sure to have here, or undefined where that is open. */
  readonly lanes: number | undefined;
  readonly sources: Sources;
}

/** Builds the codec at a path; given to combinators, which do not know each other. */
export type Build = (spec: CodecSpec, path: string, context: Context) => Node;
