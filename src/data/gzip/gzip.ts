import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ByteSource } from '../../bytes/source.js';
import { MAX_WHOLE, type Wrapper } from '../format.js';

/** gzip (RFC 1952). All of it is checked before any of it is used, so it is read as a whole. */
export const gzip: Wrapper = {
  title: 'gzip',
  innerName,
  async unwrap(source) {
    const start = await source.peek(2);
    if (start[0] !== 0x1f || start[1] !== 0x8b) return undefined;
    const whole = await source.peek(MAX_WHOLE + 1);
    if (whole.length > MAX_WHOLE) return `larger than the ${MAX_WHOLE} bytes that are read at once`;
    return promisify(gunzip)(whole, { maxOutputLength: MAX_WHOLE }).then(
      (inner) => new ByteSource([inner]),
      (error: Error) => error.message,
    );
  },
};

/** Endings that gunzip knows, in letters of any case, after at least one other, and what it makes of them. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?<=[^\\/])(\.gz|-gz|\.z|-z|_z)$/i, ''],
  [/(?<=[^\\/])\.(tgz|taz)$/i, '.tar'],
];

/** "digits" of "digits.gz"; of a name that does not say that it is gzip's one with another ending. */
function innerName(name: string): string {
  const [ending, inner] = ENDINGS.find(([known]) => known.test(name)) ?? [/$/, '.inside'];
  return name.replace(ending, inner);
}
