import { type Entry, type FoundEntry, type Owner, reasonOf, walk } from '../walk.js';

/** What of entries does not come back, beside what no system call of ours can see. */
export interface NotKept {
  /** Who owns them. */
  readonly owners: readonly Owner[];
  /** How many have bits that change who runs them or who may delete what is in them. */
  readonly special: number;
  /** How many are further names of a symbolic link, each of which comes back as a link of its own. */
  readonly linkNames: number;
}

/**
 * The entries of a folder, in the order of a manifest.
 *
 * @param without path of an entry that is none of them.
 * @param onLeftOut told of what is left out, and why.
 * @throws CrayError IO where the folder itself cannot be read.
 */
export function entriesOf(
  base: Buffer,
  without: Buffer | undefined,
  onLeftOut: (path: Buffer, reason: string) => void,
): FoundEntry[] {
  const watcher = {
    onOther: (path: Buffer) => onLeftOut(path, 'is no file, folder or link'),
    onRefused: (path: Buffer, error: Error) => onLeftOut(path, reasonOf(error.cause)),
  };
  const entries = [...walk(base, watcher)].filter(({ path }) => !without?.equals(path));
  return withHardLinks(entries.sort(byEnding));
}

/** Of several names of a file, the first has it, and the others are hard links to that. */
function withHardLinks(entries: readonly FoundEntry[]): FoundEntry[] {
  const first = new Map<string, Buffer>();
  return entries.map((entry) => {
    const { inode, kind, path } = entry;
    if (inode === undefined || kind !== 'file') return entry;
    const target = first.get(inode);
    if (!target) first.set(inode, path);
    return target ? { ...entry, kind: 'hardLink', target, size: 0 } : entry;
  });
}

/** Files by their endings, and then all in the order of the walk. */
function byEnding(a: Entry, b: Entry): number {
  return Buffer.compare(endingOf(a), endingOf(b));
}

function endingOf({ kind, path }: Entry): Buffer {
  const name = path.subarray(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return kind === 'file' && dot > 0 ? name.subarray(dot) : Buffer.alloc(0);
}

/** What of these entries does not come back. */
export function notKept(entries: readonly FoundEntry[]): NotKept {
  const owners = new Map(entries.map(({ owner }) => [`${owner.user}:${owner.group}`, owner]));
  const inodes = entries.flatMap(({ kind, inode }) => (kind === 'link' && inode ? [inode] : []));
  return {
    owners: [...owners.values()],
    special: entries.filter((e) => e.special).length,
    linkNames: inodes.length - new Set(inodes).size,
  };
}
