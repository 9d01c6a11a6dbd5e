import { CrayError } from '../errors.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file grows larger than is allowed',
  EIO: 'the device has an error',
  EISDIR: 'is a directory',
  ELOOP: 'a symbolic link leads back to itself',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'not a directory',
  ENXIO: 'is a socket, or a device that is not there',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
};

/** How a name without a letter is shown. */
const NAMELESS = "''";

/** What Node makes of bytes of an argument that are not UTF-8: what they were is then not to be found out. */
const LOST = '\ufffd';
const NOT_UTF8 =
  ', or its name is not UTF-8: such a file is read as "< FILE", or in the folder that it is in';

/** Puts what the system says of a file into words; other errors stay as they are. */
export function ioError(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof CrayError || code === undefined) return error;
  const help = code === 'ENOENT' && path.includes(LOST) ? NOT_UTF8 : '';
  return new CrayError('IO', `${path || NAMELESS}: ${REASONS[code] ?? message}${help}`, {
    cause: error,
  });
}

/** Carries out an action on a file. @throws CrayError IO where the system refuses. */
export async function describeErrors<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw ioError(path, error);
  }
}
