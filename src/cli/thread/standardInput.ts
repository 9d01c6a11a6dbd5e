import type { ToCommand } from './messages.js';

/** Hands the bytes of stdin out as they are asked for: it must be a pipe or a terminal, or the like. */
export class StandardInput {
  private pieces: AsyncIterator<Uint8Array> | undefined;

  /** @returns what to answer who asks for the next bytes. */
  async next(): Promise<ToCommand> {
    this.pieces ??= process.stdin[Symbol.asyncIterator]();
    try {
      const { done, value } = await this.pieces.next();
      return { kind: 'bytes', bytes: done ? undefined : new Uint8Array(value) };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { kind: 'unreadable', code, message };
    }
  }
}
