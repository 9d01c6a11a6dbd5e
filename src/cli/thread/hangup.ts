import { fstatSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';

/** The bit of SIGHUP in a set of signals as Linux shows it. */
const HANGUP = 1n;
/** How a file was opened: for reading alone (0), writing alone (1), or both (2). */
const ACCESS = 3;
const WRITING = 1;

/** By which the process that {@link runWithin} starts is told. */
const TOLD = 'CRAYSTACK_HANGUP_IGNORED';

/**
 * Whether SIGHUP was ignored when the program was started, and so stays: by nohup, or `trap '' HUP` of a shell. Node sets
 * every signal that was ignored back to what it does by default before anything of ours runs, so this is told by what is
 * still to be seen: the parent that ignores it, the name by which a shell started the program, or the input that
 * nohup gives it in the place of a terminal. Of other signals nothing tells: a parent that waits ignores SIGINT and SIGQUIT
 * for itself, and a shell of a terminal SIGTERM.
 */
export function hangupIgnored(): boolean {
  return TOLD in process.env || startedByNohup() || parentIgnores();
}

/** What an environment has in it by which {@link hangupIgnored} is so in another process of ours. */
export function tellHangup(): Record<string, string> {
  return hangupIgnored() ? { [TOLD]: '1' } : {};
}

function startedByNohup(): boolean {
  if (basename(process.env._ ?? '') === 'nohup') return true;
  return readProc('self/fdinfo/0', (text) => {
    const [, flags = '0'] = /^flags:\s*(\d+)$/m.exec(text) ?? [];
    // It cannot be read: nohup opens it so, and hardly anybody else.
    const writing = (Number.parseInt(flags, 8) & ACCESS) === WRITING;
    return writing && fstatSync(0).rdev === statSync('/dev/null').rdev;
  });
}

function parentIgnores(): boolean {
  return readProc(`${process.ppid}/status`, (text) => {
    const [, ignored = '0'] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(text) ?? [];
    return (BigInt(`0x${ignored}`) & HANGUP) !== 0n;
  });
}

/** What a file of /proc tells; no, where there is none. */
function readProc(name: string, tell: (text: string) => boolean): boolean {
  try {
    return tell(readFileSync(`/proc/${name}`, 'latin1'));
  } catch {
    return false;
  }
}
