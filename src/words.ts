/** So many of something, for people: "1 item", "2 items", "0 entries". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
