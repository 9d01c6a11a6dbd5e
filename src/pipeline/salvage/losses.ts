import type { ChunkPlace, NumberedPlace } from '../../container/chunkIndex.js';
import type { Gap, SurveyedPart } from '../../container/survey.js';
import { countInHead } from '../../data/heads.js';
import { CrayError } from '../../errors.js';
import { describeSpans, merge, type Span } from '../decode/ranges.js';

/** A damaged place, and the items that are lost there, as far as that can be told. */
interface Loss {
  readonly gap: Gap;
  /** Number of the chunk in its part, from 1, where the index says it. */
  readonly chunk?: number;
  readonly span?: Span | undefined;
}

/** What is damaged in a file, a line each, and what is left in all. */
interface Losses {
  readonly lines: readonly string[];
  readonly summary: string;
  /** Items that are left. */
  readonly restored: number;
}

/**
 * What is damaged in a file and which items that costs, in lines for people: by the index, or, where
 * there is none, by the number of items and those around a single gap. Items are counted over all
 * parts, from 0.
 *
 * @param lost parts that are lost from their starts on, of which nothing else is known.
 */
export function lossesOf(parts: readonly SurveyedPart[], lost: readonly Gap[]): Losses {
  const lines: string[] = [];
  const lostBetween = (from: number, to: number) =>
    lost
      .filter(({ position }) => from <= position && position < to)
      .map(({ position, reason }) => `at byte ${position}: ${reason}; ${describeLoss(undefined)}`);
  const missing: Span[] = [];
  let [base, restored, uncertain, cut] = [0, 0, lost.length > 0, false];
  for (const [i, part] of parts.entries()) {
    lines.push(...lostBetween(parts[i - 1]?.front.position ?? 0, part.front.position));
    const sound = itemsOf(part.chunks);
    const total = totalOf(part);
    for (const { gap, chunk, span } of part.index ? byIndex(part) : byNeighbours(part)) {
      const name = chunk === undefined ? '' : `chunk ${chunk} `;
      const lost = span && { from: base + span.from, to: base + span.to };
      if (lost && lost.from < lost.to) missing.push(lost);
      uncertain ||= !lost;
      // A chunk without items is one of bytes after them.
      const ofTail = chunk !== undefined && lost?.from === lost?.to;
      cut ||= ofTail;
      const what = ofTail ? 'bytes after the items are lost here' : describeLoss(lost);
      lines.push(`${name}at byte ${gap.position}: ${gap.reason}; ${what}`);
    }
    if (isOutOfOrder(part)) {
      lines.push('chunks are not in the order in which they were written, or there more than once');
      uncertain = true;
    }
    restored += sound;
    base += total ?? sound;
    uncertain ||= total === undefined;
  }
  lines.push(...lostBetween(parts.at(-1)?.front.position ?? 0, Number.POSITIVE_INFINITY));
  const tail = cut ? ', but not all bytes after them' : '';
  const summary = `${summaryOf(missing, restored, base, uncertain)}${tail}`;
  return { lines, summary, restored };
}

/**
 * The first item of each sound chunk, where there is no doubt of it: by the index, where it explains all
 * that is there and all that is not, and else of those before the first gap.
 */
export function firstItems(part: SurveyedPart): Map<ChunkPlace, number> {
  const { chunks, gaps, index } = part;
  const entries = new Map(index?.map((entry) => [entry.position, entry]));
  const matched = chunks.filter(({ position, items }) => entries.get(position)?.items === items);
  const lost = [...entries.keys()].filter((at) => !chunks.some(({ position }) => position === at));
  const explained = lost.every((at) =>
    gaps.some(({ position, end }) => position <= at && at < end),
  );
  if (index && matched.length === chunks.length && explained) {
    return new Map(chunks.map((chunk) => [chunk, entries.get(chunk.position)?.first as number]));
  }
  const places = new Map<ChunkPlace, number>();
  const sure = gaps.length > 0 || itemsOf(chunks) === totalOf(part);
  let first = 0;
  for (const chunk of sure ? chunks : []) {
    if (gaps.some(({ position }) => position < chunk.position)) break;
    places.set(chunk, first);
    first += chunk.items;
  }
  return places;
}

function itemsOf(chunks: readonly ChunkPlace[]): number {
  return chunks.reduce((n, { items }) => n + items, 0);
}

/** Items that a part had, as far as it is known: by its end, or else by its start. */
export function totalOf({ front, index, items }: SurveyedPart): number | undefined {
  if (items !== undefined) return items;
  if (index) return index.reduce((n, entry) => n + entry.items, 0);
  try {
    return countInHead(front.header.dataFormat, front.header.head);
  } catch (error) {
    if (error instanceof CrayError) return undefined;
    throw error;
  }
}

/** Each chunk of the index that is not there any more, and the other gaps. */
function byIndex(part: SurveyedPart): Loss[] {
  const { gaps, index = [] } = part;
  const there = entriesThere(part);
  const losses: Loss[] = [];
  const explained = new Set<Gap>();
  index.forEach(({ position, first, items }, i) => {
    if (there.has(i)) return;
    const gap =
      gaps.find((g) => g.position === position) ??
      gaps.find((g) => g.position <= position && position <= g.end);
    if (gap) explained.add(gap);
    losses.push({
      gap: { position, end: position, reason: gap?.reason ?? 'is not there' },
      chunk: i + 1,
      span: { from: first, to: first + items },
    });
  });
  const others = gaps.filter((gap) => !explained.has(gap));
  losses.push(...others.map((gap) => ({ gap, span: { from: 0, to: 0 } })));
  return losses.sort((a, b) => a.gap.position - b.gap.position);
}

/**
 * Which entries of the index the sound chunks are: in order, each the nearest with as many items and bytes, since
 * bytes that were lost or put in have moved all that follow.
 */
function entriesThere(part: SurveyedPart): Set<number> {
  return new Set(entriesOf(part).filter((entry) => entry !== undefined));
}

/** Whether there are chunks of the index where others should be. */
function isOutOfOrder(part: SurveyedPart): boolean {
  const { chunks, index = [] } = part;
  const sizes = new Set(index.map(sizeOf));
  return entriesOf(part).some((entry, i) => {
    const chunk = chunks[i] as ChunkPlace;
    return entry === undefined && chunk.bytes !== undefined && sizes.has(sizeOf(chunk));
  });
}

/** How many sound chunks are the last of the index: those after the last gap, down to the end that is there. */
function lastOnes({ chunks, gaps, index = [], items }: SurveyedPart): number {
  const gap = gaps.at(-1);
  if (!gap || items === undefined) return 0;
  const after = chunks.filter(({ position }) => position >= gap.end);
  const entries = index.slice(index.length - after.length);
  const same = after.every((chunk, i) => {
    const entry = entries[i];
    return entry?.items === chunk.items && [chunk.bytes, undefined].includes(entry.bytes);
  });
  return same && after.length <= index.length ? after.length : 0;
}

/** The entry of the index that each sound chunk is; none for one that is out of order, or there twice. */
function entriesOf(part: SurveyedPart): (number | undefined)[] {
  const { chunks, gaps, index = [] } = part;
  const last = lastOnes(part);
  const damaged = new Set(gaps.map((gap) => gap.position));
  const bySize = new Map<string, number[]>();
  const add = (key: string, i: number) => {
    const entries = bySize.get(key);
    if (entries) entries.push(i);
    else bySize.set(key, [i]);
  };
  index.slice(0, index.length - last).forEach((entry, i) => {
    if (damaged.has(entry.position)) return;
    add(`${entry.items}`, i);
    add(sizeOf(entry), i);
  });
  let next = 0;
  return chunks.map((chunk, k) => {
    if (k >= chunks.length - last) return index.length - (chunks.length - k);
    // Of a later version there may be something else between chunks.
    const may = bySize.get(sizeOf(chunk)) ?? bySize.get(`${chunk.items}`) ?? [];
    // How long the last is, the index does not say.
    const ofAnyLength = bySize.get(sizeOf({ ...chunk, bytes: undefined })) ?? [];
    const some = [may, ofAnyLength].map((entries) => nearest(entries, next, chunk, index));
    const best = nearest(
      some.filter((i) => i !== undefined),
      next,
      chunk,
      index,
    );
    if (best !== undefined) next = best + 1;
    return best;
  });
}

/** Items and bytes of a chunk. */
function sizeOf({ items, bytes }: { items: number; bytes?: number | undefined }): string {
  return `${items} in ${bytes}`;
}

/** Of some entries from one on, that which is nearest to a chunk: their distances fall, and then rise. */
function nearest(
  entries: readonly number[],
  from: number,
  { position }: ChunkPlace,
  index: readonly NumberedPlace[],
): number | undefined {
  const far = (i: number) => Math.abs((index[i] as NumberedPlace).position - position);
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  let best = entries[low];
  for (let at = low + 1; best !== undefined && at < entries.length; at++) {
    const other = entries[at] as number;
    if (far(other) > far(best)) break;
    if (far(other) < far(best)) best = other;
  }
  return best;
}

/** A single gap has lost what is missing in all; of several it is not known which lost how much. */
function byNeighbours(part: SurveyedPart): Loss[] {
  const { chunks, gaps } = part;
  const sound = itemsOf(chunks);
  const total = totalOf(part);
  return gaps.map((gap) => {
    if (total === undefined || gaps.length > 1) return { gap };
    const before = chunks.reduce(
      (n, { position, items }) => n + (position < gap.position ? items : 0),
      0,
    );
    return { gap, span: { from: before, to: before + total - sound } };
  });
}

function describeLoss(span: Span | undefined): string {
  if (!span) return 'how many items are lost here is not known';
  if (span.from === span.to) return 'no items are lost here';
  return `items ${describeSpans([span])} are lost`;
}

function summaryOf(
  missing: readonly Span[],
  restored: number,
  total: number,
  uncertain: boolean,
): string {
  if (uncertain) {
    const of = total > restored ? ` of ${total}` : '';
    return `restored ${restored}${of} items; which are missing is not known for sure`;
  }
  if (missing.length === 0) return `restored all ${total} items`;
  return `restored ${restored} of ${total} items; missing are items ${describeSpans(merge(missing))}`;
}
