import type { NotKept } from '../data/folders.js';

/**
 * What of a folder does not come back and can be seen, for people; undefined where there is nothing of that. Access
 * lists and extended attributes are not kept either, but Node does not see them.
 */
export function notKeptText({ owners, special }: NotKept): string | undefined {
  const { getuid, getgid } = process;
  const others =
    getuid && owners.some(({ user, group }) => user !== getuid() || group !== getgid?.());
  const parts = [
    ...(others ? ['owners and groups, which will be those of who restores it'] : []),
    ...(special > 0 ? ['setuid, setgid and sticky bits'] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : undefined;
}
