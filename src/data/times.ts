/** Times as calls of the system take them. */

/**
 * A time in milliseconds, as the system tells it, to the microsecond, to which it can be set; after 2255 and before 1684
 * as it is, since numbers there are further apart than that.
 */
export function toMicrosecond(milliseconds: number): number {
  const microseconds = inMicroseconds(milliseconds);
  return Number.isSafeInteger(microseconds) ? microseconds / 1000 : milliseconds;
}

/** The same in seconds, rounded once: after 2109 twice would be another microsecond. */
export function toSeconds(milliseconds: number): number {
  return inMicroseconds(milliseconds) / 1e6;
}

function inMicroseconds(milliseconds: number): number {
  const whole = Math.floor(milliseconds);
  return 1000 * whole + Math.round(1000 * (milliseconds - whole));
}

/**
 * A time as calls of the system take it, to the microsecond. As text: Node takes numbers below zero, which are before
 * 1970, for now. What is just short of a microsecond would be cut down to the one before, so it goes a little further:
 * to the next number there is, where they are almost a microsecond apart. After 2242 they are further apart than one, and
 * so may the time be.
 *
 * @param seconds since 1970.
 */
export function systemTime(seconds: number): string {
  const further = seconds + Math.sign(seconds) * 3e-7;
  const next = seconds + (seconds * Number.EPSILON) / 2;
  return `${cutShort(further) < Math.round(fraction(seconds)) ? next : further}`;
}

/** Microseconds beyond the whole seconds, as the system takes them. */
function cutShort(seconds: number): number {
  return Math.floor(fraction(seconds));
}

function fraction(seconds: number): number {
  return 1e6 * Math.abs(seconds - Math.trunc(seconds));
}
