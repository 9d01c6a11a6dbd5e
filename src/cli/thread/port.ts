import { parentPort, workerData } from 'node:worker_threads';
import { Lock } from './lock.js';
import type { BarState, CommandSetup, FromCommand, ToCommand } from './messages.js';

/** Least time between two pictures of a bar, in ms. */
const BETWEEN_BARS = 50;

/** What a command undoes itself when a signal ends the program, as long as its thread is heard. */
const undoings = new Set<() => void>();

/** Shows lines on stderr, in their order with all else that is shown there. */
export function showLine(text: string): void {
  if (parentPort) tell({ kind: 'line', text });
  else process.stderr.write(text);
}

let barShown = Number.NEGATIVE_INFINITY;
let kindShown = '';

/** Shows how far a command is, or no longer. */
export function showBar(bar: BarState | undefined): void {
  const now = performance.now();
  // What is no longer the same is shown at once: it may stay for long.
  const kind = bar ? `${bar.label} ${bar.part === undefined}` : '';
  if (kind === kindShown && now - barShown < BETWEEN_BARS) return;
  [barShown, kindShown] = [now, kind];
  tell({ kind: 'bar', bar });
}

/**
 * Has an action carried out when a signal ends the program, if it can be before the time is over that the
 * program takes for its end: never count on it for what must not stay behind.
 *
 * @returns what takes that back.
 */
export function onInterrupt(undo: () => void): () => void {
  undoings.add(undo);
  tell({ kind: 'undoings', some: true });
  return () => {
    undoings.delete(undo);
    tell({ kind: 'undoings', some: undoings.size > 0 });
  };
}

/** Says of a file or folder, before it is made, that it must not stay behind. @returns what takes that back. */
export function halfDone(path: string): () => void {
  tell({ kind: 'halfDone', path });
  return () => tell({ kind: 'done', path });
}

/** Does something short so that a signal comes before or after it. */
export function uninterrupted<T>(action: () => T): T {
  if (!parentPort) return action();
  return new Lock((workerData as CommandSetup).lock).during(action);
}

/** The bytes of stdin that no other program has read; a pipe's are read by the thread that listens. */
export async function* standardInput(): AsyncGenerator<Uint8Array> {
  const port = parentPort;
  if (!port) return yield* process.stdin;
  port.ref();
  try {
    for (;;) {
      tell({ kind: 'read' });
      const bytes = await new Promise<Uint8Array | undefined>((resolve, reject) => {
        awaited = { resolve, reject };
      });
      if (!bytes) return;
      yield bytes;
    }
  } finally {
    port.unref();
  }
}

let awaited:
  | { resolve(bytes: Uint8Array | undefined): void; reject(error: Error): void }
  | undefined;

/** Takes what the thread that listens says. */
export function listen(): void {
  parentPort?.on('message', (said: ToCommand) => {
    if (said.kind === 'bytes') awaited?.resolve(said.bytes);
    else if (said.kind === 'unreadable') {
      awaited?.reject(Object.assign(new Error(said.message), { code: said.code }));
    } else {
      for (const undo of undoings) undo();
      tell({ kind: 'undone' });
    }
  });
  parentPort?.unref();
}

function tell(what: FromCommand): void {
  parentPort?.postMessage(what);
}
