/** So many of something, for people: "1 item", "2 items", "0 entries". */
export function counted(n: number | bigint, one: string, many = `${one}s`): string {
  return `${n} ${noun(n, one, many)}`;
}

/** The word alone, as it is for so many: "item", "items". */
export function noun(n: number | bigint, one: string, many = `${one}s`): string {
  return Number(n) === 1 ? one : many;
}
