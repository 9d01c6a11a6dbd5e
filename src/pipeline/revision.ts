import type { Front } from '../container/front.js';
import { CrayError } from '../errors.js';
import { REVISION } from '../kernels/modules.js';
import type { ItemCodec } from '../model/build.js';
import type { Model } from '../model/model.js';
import { VERSION } from '../package.js';

type Said = Pick<Front, 'header' | 'provenance'>;

/** @throws CrayError REVISION_UNKNOWN for a file of a revision that this program does not have. */
export function checkRevision({ header, provenance }: Said): void {
  const { revision } = header;
  if (revision <= REVISION) return;
  const writer = provenance?.creator;
  const help =
    writer === undefined ? 'a later version has it' : `${writer}, which wrote it, has it`;
  throw new CrayError(
    'REVISION_UNKNOWN',
    `expected a revision of the arithmetic from 1 to ${REVISION}, as craystack ${VERSION} has, ` +
      `got ${revision}: ${help}`,
  );
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
  if (header.revision > 1) return false;
  const [, major = 0, minor = 0] =
    /^craystack (\d+)\.(\d+)\./.exec(provenance?.creator ?? '') ?? [];
  if (Number(major) > 0 || Number(minor) > 1) return false;
  return learns !== undefined || Object.keys(spec.networks).length > 0;
}

/** What to say of a chunk that is whole, and does not decode. */
export function precedesFirst(what: string, cause: Error): CrayError {
  return new CrayError(
    'REVISION_UNKNOWN',
    `${what}: is whole, but not of revision 1 of the arithmetic: written by a craystack 0.1.0 of before ` +
      `27 November 2026, which alone restores it (${cause.message})`,
    { cause },
  );
}
