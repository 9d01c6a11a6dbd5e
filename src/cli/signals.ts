/** Actions that undo what a run would leave behind, such as temporary files and a drawn bar. */
const undoings = new Set<() => void>();

/** Has an action carried out when a signal ends the program. @returns what takes that back. */
export function onInterrupt(undo: () => void): () => void {
  undoings.add(undo);
  return () => undoings.delete(undo);
}

/**
 * Lets a signal undo what is half done, and then end the program as it would have without this:
 * a shell sees 128 and the signal's number, and its loops stop. (To exit instead would wait for
 * ever where a file is being opened that nobody opens at the other end.)
 */
export function handleSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      for (const undo of undoings) undo();
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  }
  // With a handler, a file that grows larger than is allowed is an error of the write.
  if (process.platform !== 'win32') process.on('SIGXFSZ' as NodeJS.Signals, () => {});
}
