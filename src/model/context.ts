import type { ItemType } from '../data/dataset.js';
import { counted } from '../words.js';
import type { Node } from './node.js';
import type { Sources } from './parameters.js';
import { specError } from './specError.js';

/** A spec of any type: how types see the codecs inside them, since they do not know each other. */
export interface AnySpec {
  readonly type: string;
}

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
  /** Builds a codec inside this one, at its path. */
  readonly build: (spec: AnySpec, path: string, context: Context) => Node;
}

/** @throws CrayError SPEC_INVALID unless a message is sure to have so many lanes here. */
export function checkLanes(needed: number, path: string, { lanes }: Context): void {
  if (lanes === undefined) throw specError(path, 'expected to be inside a codec of type resized');
  if (needed > lanes)
    throw specError(path, `expected at most ${counted(lanes, 'lane')}, got ${needed}`);
}
