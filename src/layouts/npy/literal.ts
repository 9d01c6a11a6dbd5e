import { unsuitable } from '../../data/format.js';

/** What Python writes of plain values: tuples and lists are arrays alike, None and True and False what they are in JSON. */
export type Literal = string | number | boolean | null | Literal[] | Map<Literal, Literal>;

/** How deep values may stand in each other. */
const DEEPEST = 32;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

const WORDS: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };

/** A token: a bracket or comma or colon, a string with its prefix, a number with the L of Python 2, or a word. */
const TOKEN =
  /\s*(?:([()[\]{},:])|[bBuUrR]?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(-?\d+)[lL]?|(\w+))/y;

/** Reads what Python's repr wrote. @throws CrayError DATA_INVALID */
export function readLiteral(text: string): Literal {
  let at = 0;

  function token(): RegExpExecArray | undefined {
    TOKEN.lastIndex = at;
    return TOKEN.exec(text) ?? undefined;
  }

  /** Takes a mark where it is the next one. */
  function took(mark: string): boolean {
    if (token()?.[1] !== mark) return false;
    at = TOKEN.lastIndex;
    return true;
  }

  function value(depth: number): Literal {
    const found = token();
    if (!found || depth > DEEPEST) throw bad(at);
    at = TOKEN.lastIndex;
    const [, mark, string, digits, word] = found;
    if (string !== undefined) return unescaped(string.slice(1, -1));
    if (digits !== undefined) return Number(digits);
    if (word !== undefined && word in WORDS) return WORDS[word] as boolean | null;
    const closing = CLOSING[mark ?? ''];
    if (!closing) throw bad(at);
    return mark === '{' ? pairs(depth) : values(closing, depth);
  }

  function values(closing: string, depth: number): Literal {
    const list: Literal[] = [];
    let comma = false;
    while (!took(closing)) {
      if (list.length > 0 && !comma) throw bad(at);
      list.push(value(depth + 1));
      comma = took(',');
    }
    // What stands in parentheses without a comma is no tuple.
    return closing === ')' && list.length === 1 && !comma ? (list[0] as Literal) : list;
  }

  function pairs(depth: number): Literal {
    const map = new Map<Literal, Literal>();
    while (!took('}')) {
      const key = value(depth + 1);
      if (!took(':')) throw bad(at);
      map.set(key, value(depth + 1));
      if (!took(',') && token()?.[1] !== '}') throw bad(at);
    }
    return map;
  }

  return value(0);
}

function unescaped(text: string): string {
  return text.replace(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|.)/g, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : code,
  );
}

function bad(at: number) {
  return unsuitable('NumPy array', `its header makes no sense at character ${at}`);
}
