/** Times as calls of the system take them. */

/** A time in milliseconds, as the system tells it, to the microsecond, to which it can be set. */
export function toMicrosecond(milliseconds: number): number {
  return Math.round(1000 * milliseconds) / 1000;
}

/**
 * A time as calls of the system take it, to the microsecond. As text: Node takes numbers below zero, which are before
 * 1970, for now. What is just short of a microsecond would be cut down to the one before, so it goes a little further.
 *
 * @param seconds since 1970.
 */
export function systemTime(seconds: number): string {
  return `${seconds + Math.sign(seconds) * 3e-7}`;
}
