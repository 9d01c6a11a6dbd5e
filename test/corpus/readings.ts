import { createHash } from 'node:crypto';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { STANDARD } from '../../src/cli/files.js';
import { modelOfFile } from '../../src/cli/models.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { decompressItems } from '../../src/pipeline/decode/select.js';
import { salvage } from '../../src/pipeline/salvage/salvage.js';
import { collect } from '../data.js';

/** What becomes of a file in each way of reading it: lines, "CODE: message" where it is refused. */
export interface Readings {
  /** From a file that can be read from anywhere. */
  readonly file: string;
  /** From a pipe. */
  readonly stream: string;
  /** Its first item alone. */
  readonly items: string;
  /** What is said of the damage, and what comes in the end. */
  readonly keepGoing: readonly string[];
}

const findModel = modelOfFile(undefined, STANDARD);

/** Reads a file in all ways. */
export async function readingsOf(file: Uint8Array): Promise<Readings> {
  const damages: string[] = [];
  const options = { onDamage: (message: string) => damages.push(message) };
  const first = [{ from: 0, to: 1 }];
  const saved = await outcome(salvage(seekableBytes(file), findModel, options));
  return {
    file: await outcome(decompress(seekableBytes(file), findModel)),
    stream: await outcome(decompress([file], findModel)),
    items: await outcome(decompressItems(seekableBytes(file), first, findModel)),
    keepGoing: [...damages, saved],
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A line without the folder in which the package is on this machine. */
export function anywhere(line: string): string {
  return line.replace(/(?<= )\/\S*(?=models\/)/g, '');
}

async function outcome(restored: AsyncIterable<Uint8Array>): Promise<string> {
  try {
    return `restored ${sha256(await collect(restored)).slice(0, 16)}`;
  } catch (error) {
    const { code, name, message } = error as Error & { code?: string };
    return anywhere(`${code ?? name}: ${message}`);
  }
}
