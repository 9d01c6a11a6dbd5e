/**
 * Compares with what the Python craystack writes, word for word.
 * Usage: npm run parity -- FILE
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { advance, peek, popTotals, push, pushTotals } from '../../src/ans/coder.js';
import { flatten, unflatten } from '../../src/ans/flatten.js';
import { emptyMessage, type Message } from '../../src/ans/message.js';
import { fold, unfold } from '../../src/codecs/resize.js';
import { uniform } from '../../src/codecs/uniform.js';
import { type CodecEntry, checkCodecs } from './codecs.js';
import { compare } from './compare.js';
import { checkMultiset, type MultisetEntry } from './multisets.js';

/** Sections of the file that this program can check, by name. */
export interface Golden {
  readonly engine?: readonly EngineEntry[];
  readonly arbitrary_totals?: readonly EngineEntry[];
  readonly pops?: readonly PopsEntry[];
  readonly multisets?: readonly MultisetEntry[];
  readonly codecs?: readonly CodecEntry[];
}

interface EngineEntry {
  readonly name: string;
  readonly lanes: number;
  readonly ops: readonly Op[];
  readonly words: readonly number[];
  readonly folded?: readonly number[];
}

interface Op {
  readonly starts: readonly number[];
  readonly freqs: readonly number[];
  readonly precision?: number;
  readonly precisions?: readonly number[];
  readonly total?: number;
}

interface PopsEntry {
  readonly name: string;
  readonly lanes: number;
  readonly words: readonly number[];
  readonly pops: readonly { readonly precision: number; readonly symbols: readonly number[] }[];
  readonly rest: readonly number[];
}

/** What came of one entry: no differences means identical. */
export interface Outcome {
  readonly section: string;
  readonly name: string;
  readonly differences: readonly string[];
  /** Lanes whose intervals differ by a unit, where that is allowed. */
  readonly near?: readonly number[];
}

/** Checks every entry of every section that this program knows. */
export function checkGolden(golden: Golden): Outcome[] {
  return [
    ...(golden.engine ?? []).map((e) => outcome('engine', e.name, checkEngine(e))),
    ...(golden.arbitrary_totals ?? []).map((e) => {
      return outcome('arbitrary_totals', e.name, checkEngine(e));
    }),
    ...(golden.pops ?? []).map((e) => outcome('pops', e.name, checkPops(e))),
    ...(golden.multisets ?? []).map((e) => outcome('multisets', e.name, checkMultiset(e))),
    ...checkCodecs(golden.codecs ?? []),
  ];
}

function outcome(section: string, name: string, differences: (string | undefined)[]): Outcome {
  return { section, name, differences: differences.filter((d) => d !== undefined) };
}

/** Pushes all operations, compares, then undoes them and compares with the start. */
function checkEngine(entry: EngineEntry): (string | undefined)[] {
  const message = emptyMessage(entry.lanes);
  for (const op of entry.ops) apply(message, op);
  const words = flatten(message);
  const folded = entry.folded && fold(message);
  const refolded = entry.folded && flatten(unfold(Uint32Array.from(entry.folded), entry.lanes));
  for (const op of [...entry.ops].reverse()) undo(message, op);
  return [
    compare('words', words, entry.words),
    folded && compare('folded', folded, entry.folded as number[]),
    refolded && compare('unfolded', refolded, entry.words),
    compare('after popping all', flatten(message), [...flatten(emptyMessage(entry.lanes))]),
  ];
}

function apply(message: Message, op: Op): void {
  const starts = Uint32Array.from(op.starts);
  const freqs = Uint32Array.from(op.freqs);
  if (op.total !== undefined) pushTotals(message, starts, freqs, totals(op));
  else push(message, starts, freqs, precisionOf(op));
}

function undo(message: Message, op: Op): void {
  const starts = Uint32Array.from(op.starts);
  const freqs = Uint32Array.from(op.freqs);
  if (op.total !== undefined) {
    popTotals(message, totals(op), () => ({ starts, freqs }));
  } else {
    undoPush(message, starts, freqs, precisionOf(op));
  }
}

function totals(op: Op): Uint32Array {
  return new Uint32Array(op.starts.length).fill(op.total as number);
}

function precisionOf(op: Op): number | Uint32Array {
  return op.precision ?? Uint32Array.from(op.precisions as number[]);
}

function checkPops(entry: PopsEntry): (string | undefined)[] {
  const message = unflatten(Uint32Array.from(entry.words), entry.lanes);
  const symbols = entry.pops.map((pop) => {
    const got = uniform(entry.lanes, pop.precision).pop(message);
    return compare(`${pop.precision}-bit symbols`, got, pop.symbols);
  });
  const rest = compare('rest', flatten(message), entry.rest);
  for (const pop of [...entry.pops].reverse()) {
    uniform(entry.lanes, pop.precision).push(message, Uint32Array.from(pop.symbols));
  }
  return [...symbols, rest, compare('pushed back', flatten(message), entry.words)];
}

function undoPush(
  message: Message,
  starts: Uint32Array,
  freqs: Uint32Array,
  precision: number | Uint32Array,
): void {
  const positions = peek(message, starts.length, precision);
  const at = positions.findIndex((p, i) => {
    const start = starts[i] as number;
    return p < start || p >= start + (freqs[i] as number);
  });
  if (at >= 0) throw new Error(`lane ${at}: position ${positions[at]} is outside the interval`);
  advance(message, starts, freqs, precision);
}

function main(file: string | undefined): void {
  if (file === undefined) {
    console.error('usage: npm run parity -- FILE');
    process.exitCode = 2;
    return;
  }
  const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;
  const outcomes = checkGolden(golden);
  for (const { section, name, differences, near = [] } of outcomes) {
    const like = near.length === 0 ? 'identical' : `${near.length} intervals differ by one unit`;
    console.log(`${section}/${name}: ${differences.length === 0 ? like : 'DIFFERENT'}`);
    for (const difference of differences) console.log(`  ${difference}`);
  }
  const known = new Set(['engine', 'arbitrary_totals', 'pops', 'codecs', 'multisets']);
  const unknown = Object.keys(golden).filter((section) => !known.has(section));
  const failed = outcomes.filter((o) => o.differences.length > 0).length;
  console.log(
    `${outcomes.length} entries, ${failed} different` +
      (unknown.length > 0 ? `; not checked: ${unknown.join(', ')}` : ''),
  );
  if (failed > 0 || outcomes.length === 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv[2]);
