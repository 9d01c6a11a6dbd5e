/** Digests of what is restored, whole or only their first bytes, which is what small parts have. */
import { hex } from '../bytes/hex.js';

/** Bytes of a SHA-256. */
export const DIGEST_BYTES = 32;

/** Bytes of a digest that is kept short: enough to tell damage, and a file that was not what it seems. */
export const SHORT_DIGEST_BYTES = 8;

/** Whether a digest is the one that is kept, of which there may only be the first bytes. */
export function isDigest(kept: Uint8Array, digest: Uint8Array): boolean {
  return Buffer.compare(kept, digest.subarray(0, kept.length)) === 0;
}

/** For people. */
export function digestText(kept: Uint8Array): string {
  return `SHA-256 ${hex(kept)}${kept.length < DIGEST_BYTES ? '…' : ''}`;
}
