/**
 * Sizes of the groups in which the items of a chunk are coded in lockstep, in the order of coding.
 *
 * The first group is a single item, and each one after it may be larger by a quarter of the items
 * already on the message: bits-back coding of a group takes bits from the message first, and this
 * way they are there, whatever the width. So only the first item's bits must come from outside, and
 * a wide group costs no more than a narrow one.
 *
 * @param width most items a group.
 */
export function groupSizes(items: number, width: number): number[] {
  const groups: number[] = [];
  for (let done = 0; done < items; ) {
    const size = Math.min(width, 1 + Math.floor(done / 4), items - done);
    groups.push(size);
    done += size;
  }
  return groups;
}

/** Groups of `width` items, and the rest: of codecs that take no bits from the message. */
export function wideGroups(items: number, width: number): number[] {
  const groups: number[] = [];
  for (let done = 0; done < items; done += width) groups.push(Math.min(width, items - done));
  return groups;
}
