/** A digest for people: lower-case hexadecimal digits. */
export function hex(digest: Uint8Array): string {
  return Buffer.from(digest).toString('hex');
}
