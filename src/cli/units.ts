const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P'];

/** Bytes for people: "632 B", "169.7 kB", "7.84 MB"; a kB is 1,000 bytes. */
export function size(bytes: number): string {
  let [value, prefix] = [bytes, 0];
  // 999.95 and more would round to 1000.
  while (value >= 999.95 && prefix < PREFIXES.length - 1) {
    value /= 1000;
    prefix++;
  }
  const digits = prefix === 0 ? 0 : value < 10 ? 2 : 1;
  return `${value.toFixed(digits)} ${PREFIXES[prefix]}B`;
}

/** Seconds for people: "8 s", "2 min 5 s", "3 h 12 min". */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Bits for each dimension, for people, of which a folder has its bytes, and no others. */
export function rate(
  bitsPerDim: number,
  { folder, modelBytes = 0 }: { readonly folder?: unknown; readonly modelBytes?: number } = {},
): string {
  // Of a model inside nothing is counted.
  const without = modelBytes > 0 ? ' without it' : '';
  return `${bitsPerDim.toFixed(4)} bits/${folder ? 'byte' : 'dim'}${without}`;
}
