/** The operations of pickles (pickletools.py of Python), protocols 2 to 5. */
import {
  MARK,
  type Machine,
  make,
  pop,
  popMarked,
  popSome,
  take,
  takeBytes,
  takeLine,
  takeText,
  top,
} from './machine.js';
import { Dictionary, Global, Made, Persistent, type Value } from './values.js';

type Operation = (machine: Machine) => void;

/** An operation that puts a value on the stack. */
function pushes(value: (machine: Machine) => Value): Operation {
  return (machine) => {
    const pushed = value(machine);
    machine.stack.push(pushed);
  };
}

/** One that goes over bytes. */
function skips(bytes: number): Operation {
  return (machine) => {
    machine.at += bytes;
  };
}

function addPairs(machine: Machine, pairs: readonly Value[]): void {
  const target = top(machine);
  if (target instanceof Dictionary) for (const value of pairs) target.pairs.push(value);
}

function addItems(machine: Machine, items: readonly Value[]): void {
  const target = top(machine);
  if (Array.isArray(target)) for (const value of items) target.push(value);
}

function newDictionary(pairs: readonly Value[]): Dictionary {
  const dictionary = new Dictionary();
  for (const value of pairs) dictionary.pairs.push(value);
  return dictionary;
}

function build(machine: Machine): void {
  const state = pop(machine);
  const object = top(machine);
  if (!(object instanceof Made)) return;
  object.state = state;
  machine.made(object, machine);
}

function makeOf(machine: Machine, args: Value): void {
  make(machine, pop(machine), args);
}

function remember(machine: Machine, place: number): void {
  machine.memo.set(place, top(machine));
}

function recall(machine: Machine, place: number): Value {
  return machine.memo.get(place) ?? null;
}

/** The first of values above a mark is a class, and the others what it takes. */
function makeMarked(machine: Machine): void {
  const [by = null, ...args] = popMarked(machine);
  make(machine, by, args);
}

/** Other values than strings would be no names, and could be endless ones. */
function globalOf(module: Value, name: Value): Global {
  const isName = typeof module === 'string' && typeof name === 'string';
  return new Global(isName ? `${module} ${name}` : '');
}

/** By their letters. */
const LETTERS: Readonly<Record<string, Operation>> = {
  '(': ({ stack }) => stack.push(MARK),
  '0': pop,
  '1': popMarked,
  '2': pushes(top),
  F: pushes((machine) => Number(takeLine(machine))),
  I: pushes((machine) => Number(takeLine(machine))),
  L: pushes((machine) => Number(takeLine(machine).replace('L', ''))),
  J: pushes((machine) => take(machine, 4) | 0),
  K: pushes((machine) => take(machine, 1)),
  M: pushes((machine) => take(machine, 2)),
  N: pushes(() => null),
  G: pushes((machine) => {
    machine.at += 8;
    return null;
  }),
  P: pushes((machine) => new Persistent(takeLine(machine))),
  Q: pushes((machine) => new Persistent(pop(machine))),
  S: pushes((machine) => takeLine(machine).slice(1, -1)),
  V: pushes(takeLine),
  T: pushes((machine) => takeText(machine, 4)),
  U: pushes((machine) => takeText(machine, 1)),
  X: pushes((machine) => takeText(machine, 4)),
  B: pushes((machine) => takeBytes(machine, 4)),
  C: pushes((machine) => takeBytes(machine, 1)),
  c: pushes((machine) => {
    const module = takeLine(machine);
    return globalOf(module, takeLine(machine));
  }),
  R: (machine) => makeOf(machine, pop(machine)),
  b: build,
  i: (machine) => {
    const module = takeLine(machine);
    const by = globalOf(module, takeLine(machine));
    make(machine, by, popMarked(machine));
  },
  o: makeMarked,
  a: (machine) => addItems(machine, popSome(machine, 1)),
  e: (machine) => addItems(machine, popMarked(machine)),
  s: (machine) => addPairs(machine, popSome(machine, 2)),
  u: (machine) => addPairs(machine, popMarked(machine)),
  d: pushes((machine) => newDictionary(popMarked(machine))),
  l: pushes(popMarked),
  t: pushes(popMarked),
  '}': pushes(() => new Dictionary()),
  ']': pushes(() => []),
  ')': pushes(() => []),
  p: (machine) => remember(machine, Number(takeLine(machine))),
  q: (machine) => remember(machine, take(machine, 1)),
  r: (machine) => remember(machine, take(machine, 4)),
  g: pushes((machine) => recall(machine, Number(takeLine(machine)))),
  h: pushes((machine) => recall(machine, take(machine, 1))),
  j: pushes((machine) => recall(machine, take(machine, 4))),
};

/** By their numbers, those from protocol 2 on. */
const NUMBERS: Readonly<Record<number, Operation>> = {
  128: skips(1),
  129: (machine) => makeOf(machine, pop(machine)),
  130: pushes((machine) => take(machine, 1) && null),
  131: pushes((machine) => take(machine, 2) && null),
  132: pushes((machine) => take(machine, 4) && null),
  133: pushes((machine) => popSome(machine, 1)),
  134: pushes((machine) => popSome(machine, 2)),
  135: pushes((machine) => popSome(machine, 3)),
  136: pushes(() => true),
  137: pushes(() => false),
  138: pushes((machine) => takeLong(machine, 1)),
  139: pushes((machine) => takeLong(machine, 4)),
  140: pushes((machine) => takeText(machine, 1)),
  141: pushes((machine) => takeText(machine, 8)),
  142: pushes((machine) => takeBytes(machine, 8)),
  143: pushes(() => []),
  144: (machine) => addItems(machine, popMarked(machine)),
  145: pushes(popMarked),
  146: (machine) => {
    const [, args = null] = popSome(machine, 2).reverse();
    makeOf(machine, args);
  },
  147: pushes((machine) => {
    const [module = null, name = null] = popSome(machine, 2);
    return globalOf(module, name);
  }),
  148: (machine) => remember(machine, machine.memo.size),
  149: skips(8),
  150: pushes((machine) => takeBytes(machine, 8)),
  151: pushes(() => null),
  152: () => {},
};

/** A whole number of any length; null where it is too long to be a size. */
function takeLong(machine: Machine, lengthBytes: 1 | 4): Value {
  const { at, length } = takeBytes(machine, lengthBytes);
  if (length > 6) return null;
  return [...machine.reader.bytes(at, length)].reduceRight((sum, byte) => sum * 256 + byte, 0);
}

/** What an operation does; undefined for none. */
export function operationOf(code: number): Operation | undefined {
  return code < 0x80 ? LETTERS[String.fromCharCode(code)] : NUMBERS[code];
}
