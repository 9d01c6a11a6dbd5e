/**
 * Sizes of the groups in which the items of a chunk are coded in lockstep, in the order of coding.
 *
 * The first group is a single item, and each one after it may be larger by a quarter of the items
 * already on the message: bits-back coding of a group takes bits from the message first, and this
 * way they are there, however many items go together. So only the first item's bits must come from
 * outside, and a wide group costs no more than a narrow one.
 *
 * @param most items a group.
 */
export function groupSizes(items: number, most: number): number[] {
  const groups: number[] = [];
  for (let done = 0; done < items; ) {
    const n = Math.min(most, 1 + Math.floor(done / 4), items - done);
    groups.push(n);
    done += n;
  }
  return groups;
}

/** Groups of so many items, and the rest: of codecs that take no bits from the message. */
export function wideGroups(items: number, most: number): number[] {
  const groups: number[] = [];
  for (let done = 0; done < items; done += most) groups.push(Math.min(most, items - done));
  return groups;
}
