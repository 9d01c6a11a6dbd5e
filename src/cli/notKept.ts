import type { Stats } from 'node:fs';
import type { NotKept } from '../data/folders.js';
import type { Context } from './context.js';

/** Bits of a mode that would give others rights when they are restored, and so are not. */
const SPECIAL = 0o7000;

/** What of a file, or of a folder beside what is in it, does not come back. */
export function notKeptOf({ uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>): NotKept {
  return { owners: [{ user: uid, group: gid }], special: mode & SPECIAL ? 1 : 0, linkNames: 0 };
}

/**
 * Says what of an input does not come back and can be seen. Access lists and extended attributes are not kept either, but
 * Node does not see them.
 */
export function tellNotKept(input: string, some: readonly NotKept[], { log }: Context): void {
  const { getuid, getgid } = process;
  const others =
    getuid &&
    some
      .flatMap(({ owners }) => owners)
      .some(({ user, group }) => user !== getuid() || group !== getgid?.());
  const parts = [
    ...(others ? ['owners and groups, which will be those of who restores it'] : []),
    ...(some.some(({ special }) => special > 0) ? ['setuid, setgid and sticky bits'] : []),
    ...(some.some(({ linkNames }) => linkNames > 0)
      ? ['that symbolic links are names of one (hard links), which will be links of their own']
      : []),
  ];
  if (parts.length > 0) log.info(`${input}: not kept: ${parts.join('; ')}`);
}
