import type { SurveyedPart } from '../../container/survey.js';
import { isFolderFormat } from '../../data/folders.js';
import { CrayError } from '../../errors.js';
import { checkContinues, partName } from '../decode/alike.js';
import { totalOf } from './losses.js';

/** The parts of a file that make one together, and what is said of all else. */
export interface Following {
  readonly parts: readonly [SurveyedPart, ...SurveyedPart[]];
  /** How many parts are left out. */
  readonly leftOut: number;
  /** Why, a line each; of a folder, which has several, one. */
  readonly reasons: readonly string[];
  /** The parts after which bytes are left out, since items follow, a line each. */
  readonly cut: readonly string[];
  /** Where the first part begins that is left out. */
  readonly end: number | undefined;
}

/**
 * Of the sound parts of a file the first one, and those that can follow it.
 *
 * @throws CrayError CORRUPT for a bad head.
 */
export function followingOf(surveyed: readonly [SurveyedPart, ...SurveyedPart[]]): Following {
  const [first, ...others] = surveyed;
  const parts: [SurveyedPart, ...SurveyedPart[]] = [first];
  const reasons: string[] = [];
  const items = surveyed.reduce((n, part) => n + (totalOf(part) ?? 0), 0);
  let end: number | undefined;
  for (const [i, part] of others.entries()) {
    const reason = refusal(() => {
      checkContinues(part.front, first.front.header, i + 2, items);
    });
    if (reason === undefined) {
      parts.push(part);
      continue;
    }
    reasons.push(`left out: ${reason}`);
    end ??= part.front.position;
    // What comes after a folder is of it.
    if (isFolderFormat(part.front.header.dataFormat)) break;
  }
  const cut = parts
    .slice(0, -1)
    .filter(goesOn)
    .map(({ front: { position } }) => {
      const number = surveyed.findIndex(({ front }) => front.position === position) + 1;
      return `left out: ${partName(number, position)}: all bytes after its items, since others follow`;
    });
  return { parts, leftOut: surveyed.length - parts.length, reasons, cut, end };
}

/** Whether there are bytes after the items of a part. */
function goesOn({ chunks, tail }: SurveyedPart): boolean {
  return (tail?.length ?? 0) > 0 || chunks.some(({ items }) => items === 0);
}

/** Why a check says that something cannot be; undefined where it can. */
function refusal(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof CrayError && error.code === 'UNSUPPORTED') return error.message;
    throw error;
  }
}
