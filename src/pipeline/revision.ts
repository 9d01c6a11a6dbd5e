import type { Front } from '../container/front.js';
import { CrayError } from '../errors.js';
import { REVISION, unknownRevision } from '../kernels/modules.js';
import { bestRevisionOf, type ItemCodec } from '../model/build.js';
import type { Model } from '../model/model.js';

type Said = Pick<Front, 'header' | 'provenance'>;

/** What files are written with where their model needs no later one: programs that have no later one read them. */
const USUAL = 2;

/** The revision that a file is written with, unless told: the oldest that codes the model as well as any, from the usual one on. */
export function revisionFor(model: Model, least = USUAL): number {
  return Math.max(least, bestRevisionOf(model));
}

/** @throws CrayError REVISION_UNKNOWN for a file of a revision that this program does not have. */
export function checkRevision({ header, provenance }: Said): void {
  const { revision } = header;
  if (revision <= REVISION) return;
  const writer = provenance?.creator;
  const help =
    writer === undefined ? 'a later version has it' : `${writer}, which wrote it, has it`;
  throw unknownRevision(revision, help);
}

/**
 * Whether a file may be from before there were revisions. Such files say none, as those of the first; what learns
 * or has networks was then changed without a word, so that no version decodes them now. Without either a model
 * has always been as it is.
 */
export function mayPrecede(
  { header, provenance }: Said,
  { spec }: Model,
  { learns }: ItemCodec,
): boolean {
  if (header.revision > 1 || header.packed) return false;
  const [, major = 0, minor = 0] =
    /^craystack (\d+)\.(\d+)\./.exec(provenance?.creator ?? '') ?? [];
  if (Number(major) > 0 || Number(minor) > 1) return false;
  return learns !== undefined || Object.keys(spec.networks).length > 0;
}

/**
 * What went wrong with the chunk at a position, with its name before it.
 *
 * @param precedes whether the file may be from before there were revisions: a chunk whose check is good, and that
 * does not decode, is then of that age and not damaged.
 */
export function errorOfChunk(error: unknown, position: number, precedes: boolean): unknown {
  if (!(error instanceof CrayError)) return error;
  const what = `the chunk at byte ${position}`;
  const options = { cause: error };
  if (error.code !== 'CORRUPT' || !precedes) {
    return new CrayError(error.code, `${what}: ${error.message}`, options);
  }
  return new CrayError(
    'REVISION_UNKNOWN',
    `${what}: is whole, but not of revision 1 of the arithmetic: written by a craystack 0.1.0 of before ` +
      `27 November 2026, which alone restores it (${error.message})`,
    options,
  );
}
