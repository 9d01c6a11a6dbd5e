/** Deflate that gives the very bytes of a file again, and the search for its settings. */
import { setImmediate } from 'node:timers/promises';
import { Deflate, type DeflateOptions } from 'pako';
import { CrayError } from '../errors.js';

/** What a deflate encoder was told (zlib's deflateInit2). */
export interface DeflateSettings {
  readonly level: number;
  readonly strategy: number;
  readonly memLevel: number;
  readonly windowBits: number;
  /** Whether there is no zlib header. */
  readonly raw: boolean;
  /** Whether repetitions are found as in zlib itself; otherwise as in Chromium's and Node's. */
  readonly legacyHash: boolean;
}

/** zlib's strategies by their numbers that encoders use: default, filtered, runs. */
const STRATEGIES = [0, 1, 3];

const MEMORY_LEVELS = [8, 9];

/** Levels that a zlib header names, from its two bits (RFC 1950), the likelier first. */
const LEVELS = [[1, 0], [5, 4, 3, 2], [6], [9, 8, 7]];

/** Bytes of input between two comparisons. */
const STRETCH = 1 << 16;

/** Bytes that are deflated in search of settings: so many times the input, beside a start for each of them. */
const MOST_TIMES = 8;
const STARTS = 64 * STRETCH;

/**
 * The settings with which zlib gives these very bytes, or undefined where it does not, or where it takes too
 * long to find out. pako is used in both directions since it is the same on every machine, which Node's own
 * zlib is not. Other work is let in after each stretch.
 *
 * @param bytes what was compressed.
 * @param deflated what it became.
 * @param raw whether there is no zlib header.
 */
export async function findSettings(
  bytes: Uint8Array,
  deflated: Uint8Array,
  raw: boolean,
): Promise<DeflateSettings | undefined> {
  const [method = 0, flags = 0] = deflated;
  const windowBits = raw ? 15 : 8 + (method >> 4);
  const levels = raw ? [6, 9, 1, 5, 8, 7, 4, 3, 2] : (LEVELS[flags >> 6] as number[]);
  const all = [true, false].flatMap((legacyHash) =>
    MEMORY_LEVELS.flatMap((memLevel) =>
      levels.flatMap((level) =>
        STRATEGIES.map((strategy) => ({ level, strategy, memLevel, windowBits, raw, legacyHash })),
      ),
    ),
  );
  let left = STARTS + MOST_TIMES * bytes.length;
  for (const settings of all) {
    const { same, taken } = await compared(bytes, deflated, settings);
    if (same) return settings;
    left -= taken;
    if (left < 0) return undefined;
  }
  return undefined;
}

/** Most that each setting may be, and least. */
const RANGES = [
  ['level', 0, 9],
  ['strategy', 0, 4],
  ['memLevel', 1, 9],
  ['windowBits', 8, 15],
] as const;

/** Settings that a container holds. @throws CrayError CORRUPT for what zlib cannot be told. */
export function checkedSettings(value: unknown, what: string): DeflateSettings {
  const settings = (typeof value === 'object' && value ? value : {}) as DeflateSettings;
  for (const [name, least, most] of RANGES) {
    const got = settings[name];
    if (Number.isInteger(got) && got >= least && got <= most) continue;
    throw new CrayError('CORRUPT', `${what}: ${name}: expected ${least} … ${most}, got ${got}`);
  }
  if (settings.raw && settings.windowBits === 8) {
    throw new CrayError('CORRUPT', `${what}: windowBits: expected 9 … 15 where there is no header`);
  }
  const { level, strategy, memLevel, windowBits, raw, legacyHash } = settings;
  return {
    level,
    strategy,
    memLevel,
    windowBits,
    raw: raw === true,
    legacyHash: legacyHash === true,
  };
}

/** Deflates as {@link findSettings} found it. */
export function deflateWith(bytes: Uint8Array, settings: DeflateSettings): Uint8Array {
  return Buffer.concat([...stretches(bytes, settings)]);
}

/** Whether settings give these bytes, and the bytes of input that it took to see: most do not at once. */
async function compared(bytes: Uint8Array, deflated: Uint8Array, settings: DeflateSettings) {
  let [at, taken] = [0, 0];
  for (const piece of stretches(bytes, settings)) {
    taken = Math.min(taken + STRETCH, bytes.length);
    if (Buffer.compare(piece, deflated.subarray(at, at + piece.length)) !== 0) {
      return { same: false, taken };
    }
    at += piece.length;
    await setImmediate();
  }
  return { same: at === deflated.length, taken };
}

/** What is deflated: what has come of each stretch of the input, and then of its end. */
function* stretches(bytes: Uint8Array, settings: DeflateSettings): Generator<Uint8Array> {
  const deflate = new Deflate({ ...settings, chunkSize: 4096 } as DeflateOptions);
  const out: Uint8Array[] = [];
  deflate.onData = (chunk) => {
    out.push(chunk);
  };
  for (let at = 0; at < bytes.length; at += STRETCH) {
    deflate.push(bytes.subarray(at, at + STRETCH), false);
    yield Buffer.concat(out.splice(0));
  }
  deflate.push(new Uint8Array(0), true);
  yield Buffer.concat(out);
}
