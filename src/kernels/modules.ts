import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { CrayError } from '../errors.js';
import { packageFile, VERSION } from '../package.js';
import { REVISIONS } from './revisions/list.js';

/** The newest revision of the arithmetic. */
export const REVISION = REVISIONS.length;

const loaded = new Map<number, WebAssembly.Module>();

/**
 * The compiled kernels of a revision, read from its frozen file when it is asked for first. In the sources the
 * newest are what was compiled last, so that kernels can be worked on; a package has the frozen ones alone.
 *
 * @throws CrayError REVISION_UNKNOWN for one that this program does not have.
 */
export function moduleOf(revision: number): WebAssembly.Module {
  const known = loaded.get(revision);
  if (known) return known;
  const bytes = revision === REVISION ? newest() : frozen(revision);
  const module = new WebAssembly.Module(new Uint8Array(bytes));
  loaded.set(revision, module);
  return module;
}

function newest(): Buffer {
  const compiled = new URL('compiled/kernels.wasm', import.meta.url);
  return existsSync(compiled) ? readFileSync(compiled) : frozen(REVISION);
}

function frozen(revision: number): Buffer {
  const known = REVISIONS[revision - 1];
  if (!known) throw unknownRevision(revision);
  const { sha256 } = known;
  const bytes = readFileSync(packageFile(`src/kernels/revisions/${revision}.wasm`));
  const got = createHash('sha256').update(bytes).digest('hex');
  if (got !== sha256) {
    throw new Error(`kernels of revision ${revision}: expected SHA-256 ${sha256}, got ${got}`);
  }
  return bytes;
}

/** Of a revision that this program does not have. @param help what has it. */
export function unknownRevision(revision: number, help?: string): CrayError {
  const expected = `a revision of the arithmetic from 1 to ${REVISION}, as craystack ${VERSION} has`;
  const message = `expected ${expected}, got ${revision}`;
  return new CrayError('REVISION_UNKNOWN', help === undefined ? message : `${message}: ${help}`);
}
