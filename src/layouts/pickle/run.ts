import { unsuitable } from '../../data/format.js';
import { readerOf } from '../reader.js';
import type { Machine } from './machine.js';
import { operationOf } from './operations.js';

/** Most operations that are followed. */
const MAX_OPERATIONS = 1 << 22;

const [STOP, PROTOCOL] = [0x2e, 0x80];

/**
 * Follows pickles, one after another, and calls nothing that they name.
 *
 * @param bytes a file, up to where they end.
 * @param made is told of objects as {@link Machine.made} is.
 * @throws CrayError DATA_INVALID for an operation that is none.
 */
export function runPickle(
  bytes: Uint8Array,
  from: number,
  name: string,
  made: Machine['made'],
): void {
  const reader = readerOf(bytes, name, false);
  const machine: Machine = { reader, stack: [], memo: new Map(), at: from, made };
  for (let i = 0; i < MAX_OPERATIONS && machine.at < reader.length; i++) {
    const code = reader.u8(machine.at++);
    if (code === STOP) {
      if (machine.at >= reader.length || reader.u8(machine.at) !== PROTOCOL) return;
      machine.memo.clear();
      machine.stack.length = 0;
      continue;
    }
    const operation = operationOf(code);
    if (!operation) throw unsuitable(name, `byte ${machine.at - 1} is no operation`);
    operation(machine);
  }
}
