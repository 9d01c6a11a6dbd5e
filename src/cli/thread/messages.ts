import type { Lock } from './lock.js';

/** What the thread of a command says to the one that listens. */
export type FromCommand =
  /** A line, or several, for stderr. */
  | { readonly kind: 'line'; readonly text: string }
  /** How far the command is; nothing where that is no longer to be shown. */
  | { readonly kind: 'bar'; readonly bar: BarState | undefined }
  /** A file or folder that must not be left behind, or that may. */
  | { readonly kind: 'halfDone' | 'done'; readonly path: string }
  /** The command's own thread has something to undo, or no longer. */
  | { readonly kind: 'undoings'; readonly some: boolean }
  /** Asks for the next bytes of stdin. */
  | { readonly kind: 'read' }
  /** All is undone that the command's own thread has to undo. */
  | { readonly kind: 'undone' };

/** What the thread that listens says to that of a command. */
export type ToCommand =
  /** Bytes of stdin; none at its end. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array | undefined }
  /** Stdin cannot be read, by what the system calls the reason. */
  | { readonly kind: 'unreadable'; readonly code: string | undefined; readonly message: string }
  /** A signal is about to end the program. */
  | { readonly kind: 'interrupt' };

/** How far something is that takes a while. */
export interface BarState {
  readonly label: string;
  /** The part that is done, 0 … 1, where the whole is known. */
  readonly part: number | undefined;
  /** How long the rest will take, in seconds, where that can be told. */
  readonly left: number | undefined;
  /** What else there is to say, the most important first. */
  readonly facts: readonly string[];
}

/** What the thread of a command is started with. */
export interface CommandSetup {
  readonly argv: readonly string[];
  /** Columns that help may take on stdout, where that is a terminal. */
  readonly columns: number | undefined;
  /** Memory of the lock between the two threads. */
  readonly lock: Lock['memory'];
}
