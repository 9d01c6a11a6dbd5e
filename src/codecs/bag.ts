import { ArgumentError } from '../errors.js';

/**
 * A multiset of values in order, as an immutable search tree: insertion, removal, and both ways
 * between values and positions in O(log n) steps.
 *
 * Balanced by weight, since the sizes that say where a value is are there anyway; so it stays
 * balanced whatever the order of insertion, which in decoding is for the writer of a file to
 * choose. Equal values share a node, so the weight that is balanced is of distinct values.
 *
 * Source: Severo et al., "Compressing multisets with large alphabets" (2023), for what the tree
 * has to answer; Adams, "Efficient sets: a balancing act" (1993), for the tree, with the
 * balance (3, 2) that Hirai and Yamamoto, "Balancing weight-balanced trees" (2011), proved right.
 */
export type Bag<T> = Node<T> | undefined;

interface Node<T> {
  readonly value: T;
  /** How often it is there. */
  readonly count: number;
  readonly left: Bag<T>;
  readonly right: Bag<T>;
  /** Distinct values of the subtree. */
  readonly distinct: number;
  /** Values of the subtree, repetitions included. */
  readonly total: number;
}

/** Negative when a comes before b, positive when after, 0 when they are the same. */
export type Compare<T> = (a: T, b: T) => number;

/** Where a value is among all values in order: at the positions start … start + freq - 1. */
export interface Place {
  readonly start: number;
  /** 0 where the value is not there; start is then where it would be. */
  readonly freq: number;
}

/** Number of values, repetitions included. */
export function bagSize<T>(bag: Bag<T>): number {
  return bag?.total ?? 0;
}

/**
 * The bag of these values, in O(n log n) comparisons at most.
 *
 * @throws RangeError when the comparison is not an order of these values.
 */
export function bagOf<T>(values: readonly T[], compare: Compare<T>): Bag<T> {
  const sorted = [...values].sort(compare);
  const firsts: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    const order = i === 0 ? -1 : compare(sorted[i - 1] as T, sorted[i] as T);
    if (!(order <= 0))
      throw new ArgumentError(`expected an ordering, got ${order} of sorted values`);
    if (order < 0) firsts.push(i);
  }
  const build = (from: number, to: number): Bag<T> => {
    if (from === to) return undefined;
    const middle = (from + to) >> 1;
    const first = firsts[middle] as number;
    const count = (firsts[middle + 1] ?? sorted.length) - first;
    return node(sorted[first] as T, count, build(from, middle), build(middle + 1, to));
  };
  return build(0, firsts.length);
}

/**
 * Where a value is, or would be.
 *
 * @throws RangeError when the comparison gives NaN.
 */
export function placeOf<T>(bag: Bag<T>, value: T, compare: Compare<T>): Place {
  let start = 0;
  for (let at = bag; at; ) {
    const order = compare(value, at.value);
    if (order < 0) {
      at = at.left;
    } else {
      start += bagSize(at.left);
      if (order === 0) return { start, freq: at.count };
      if (!(order > 0)) throw new ArgumentError(`expected an ordering, got ${order}`);
      start += at.count;
      at = at.right;
    }
  }
  return { start, freq: 0 };
}

/** The value at a position in [0, size), and all of its positions. */
export function valueAt<T>(bag: Bag<T>, position: number): Place & { readonly value: T } {
  let before = 0;
  for (let at = bag; at; ) {
    const start = before + bagSize(at.left);
    if (position < start) {
      at = at.left;
    } else if (position < start + at.count) {
      return { value: at.value, start, freq: at.count };
    } else {
      before = start + at.count;
      at = at.right;
    }
  }
  throw new ArgumentError(`expected a position in [0, ${bagSize(bag)}), got ${position}`);
}

/** The bag with one more of a value whose place in it is this. */
export function insertAt<T>(bag: Bag<T>, value: T, place: Place): Bag<T> {
  if (!bag) return node(value, 1, undefined, undefined);
  const { start, freq } = place;
  const before = bagSize(bag.left);
  if (freq > 0 && start === before) {
    return node(bag.value, bag.count + 1, bag.left, bag.right);
  }
  if (start <= before) {
    return balance(bag.value, bag.count, insertAt(bag.left, value, place), bag.right);
  }
  const after = { start: start - before - bag.count, freq };
  return balance(bag.value, bag.count, bag.left, insertAt(bag.right, value, after));
}

/** The bag without the value at a position in [0, size), once. */
export function removeAt<T>(bag: Bag<T>, position: number): Bag<T> {
  if (!bag) throw new ArgumentError(`expected a position in an empty bag, got ${position}`);
  const { value, count, left, right } = bag;
  const start = bagSize(left);
  if (position < start) return balance(value, count, removeAt(left, position), right);
  if (position >= start + count) {
    return balance(value, count, left, removeAt(right, position - start - count));
  }
  return count > 1 ? node(value, count - 1, left, right) : join(left, right);
}

/** All values in order. */
export function valuesOf<T>(bag: Bag<T>): T[] {
  const values: T[] = [];
  const visit = (at: Bag<T>): void => {
    if (!at) return;
    visit(at.left);
    for (let i = 0; i < at.count; i++) values.push(at.value);
    visit(at.right);
  };
  visit(bag);
  return values;
}

/** How much heavier one side may be than the other. */
const DELTA = 3;
/** From which share of the heavy side's inner part on a double rotation is needed. */
const GAMMA = 2;

function weight<T>(bag: Bag<T>): number {
  return (bag?.distinct ?? 0) + 1;
}

function node<T>(value: T, count: number, left: Bag<T>, right: Bag<T>): Node<T> {
  return {
    value,
    count,
    left,
    right,
    distinct: weight(left) + weight(right) - 1,
    total: bagSize(left) + count + bagSize(right),
  };
}

/** The node, rotated where one insertion or removal has made a side too heavy. */
function balance<T>(value: T, count: number, left: Bag<T>, right: Bag<T>): Node<T> {
  if (right && weight(right) > DELTA * weight(left)) {
    const inner = right.left;
    if (!inner || weight(inner) < GAMMA * weight(right.right)) {
      return node(right.value, right.count, node(value, count, left, inner), right.right);
    }
    return node(
      inner.value,
      inner.count,
      node(value, count, left, inner.left),
      node(right.value, right.count, inner.right, right.right),
    );
  }
  if (left && weight(left) > DELTA * weight(right)) {
    const inner = left.right;
    if (!inner || weight(inner) < GAMMA * weight(left.left)) {
      return node(left.value, left.count, left.left, node(value, count, inner, right));
    }
    return node(
      inner.value,
      inner.count,
      node(left.value, left.count, left.left, inner.left),
      node(value, count, inner.right, right),
    );
  }
  return node(value, count, left, right);
}

/** All of left before all of right, which were the two sides of one node. */
function join<T>(left: Bag<T>, right: Bag<T>): Bag<T> {
  if (!left) return right;
  if (!right) return left;
  if (left.distinct > right.distinct) {
    const { rest, value, count } = withoutLast(left);
    return balance(value, count, rest, right);
  }
  const { rest, value, count } = withoutFirst(right);
  return balance(value, count, left, rest);
}

/** A bag without one of its values, with all of that value's repetitions. */
interface Without<T> {
  readonly rest: Bag<T>;
  readonly value: T;
  readonly count: number;
}

function withoutFirst<T>({ value, count, left, right }: Node<T>): Without<T> {
  if (!left) return { rest: right, value, count };
  const first = withoutFirst(left);
  return { ...first, rest: balance(value, count, first.rest, right) };
}

function withoutLast<T>({ value, count, left, right }: Node<T>): Without<T> {
  if (!right) return { rest: left, value, count };
  const last = withoutLast(right);
  return { ...last, rest: balance(value, count, left, last.rest) };
}
