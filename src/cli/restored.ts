import { CrayError } from '../errors.js';
import { isExact, type Restored } from '../pipeline/restored.js';

/** What restoring gives, for people. */
export function restoredText({ fidelity, mixed, unordered, inside }: Restored): string {
  const what =
    (mixed &&
      'some pictures as the same pixels and metadata in new files, all else byte for byte') ||
    (fidelity === 'pixels' && 'same pixels and metadata, new file') ||
    (unordered && 'the items in sorted order') ||
    'byte for byte';
  return inside === undefined ? what : `${what}, of the file inside ${inside}`;
}

/** The same for machines. */
export function restoredRecord(restored: Restored) {
  return { fidelity: restored.fidelity, inside: restored.inside, exact: isExact(restored) };
}

/**
 * Checks that a file may be deleted once it is compressed, since the very bytes of it come back.
 *
 * @throws CrayError USAGE where they do not.
 */
export function checkGivenBack(restored: Restored): void {
  if (isExact(restored)) return;
  const how = restored.unordered ? 'leave out --unordered' : 'add --exact';
  const message =
    '--rm deletes what comes back byte for byte, and of this would come back ' +
    `${otherThing(restored)}: ${how}, or delete it --rm-anyway`;
  throw new CrayError('USAGE', message);
}

/** What comes back in place of the very file. */
function otherThing({ fidelity, unordered, inside }: Restored): string {
  const file = inside === undefined ? 'the file' : `the file inside ${inside}`;
  if (fidelity === 'pixels') return `a new file of the same pixels and metadata as ${file}`;
  return unordered ? `${file} with its items in sorted order` : `${file} alone`;
}
