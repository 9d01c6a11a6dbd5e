import type { Provenance } from '../container/provenance.js';
import { fileBytesOf, type HeldPart, restoredBy } from './restored.js';

/**
 * What a joined file says of itself: who wrote the chunks, where that is the same for all, since it is told by that
 * whether they may be older than revisions of the arithmetic, and which program has theirs; where the model was,
 * unless it is inside; of one file, which numbers its bytes are; whether a file was inside another, and how many bytes all had that went in.
 */
export function joinedProvenance(
  fronts: readonly HeldPart[],
  given: Provenance | undefined,
  modelInside: boolean,
): Provenance | undefined {
  const said = fronts.map(({ front }) => front.provenance ?? {});
  const [first] = said;
  const creator = said.every((one) => one.creator === first?.creator) ? first?.creator : undefined;
  const model = modelInside ? undefined : said.find((one) => one.model)?.model;
  const inside = said.find((one) => one.inside)?.inside;
  const told = fronts.some(({ front }) => restoredBy(front).fileBytes !== undefined);
  const numbers = said.length === 1 ? first?.numbers : undefined;
  const bytes = told ? fileBytesOf(fronts)?.toString() : undefined;
  if ((given ?? model ?? inside ?? bytes ?? numbers) === undefined) return undefined;
  return {
    ...(given && { ...given, creator }),
    ...(model && { model }),
    ...(inside && { inside }),
    ...(bytes && { bytes }),
    ...(numbers && { numbers }),
  };
}
