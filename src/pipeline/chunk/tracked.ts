import type { ChunkCoder, Job, ResultOf } from './chunkCoder.js';
import type { OnWork } from './steps.js';

/** Times that a job goes through the elements. */
const PASSES: Readonly<Record<Job['kind'], number>> = { encode: 1, encodeVerified: 2, decode: 1 };

/**
 * Has a job done.
 *
 * @param onWork told, as the job goes on, of so many elements more, never of less than none, and in the end of all.
 */
export async function tracked<J extends Job>(
  coder: ChunkCoder,
  job: J,
  onWork: OnWork,
): Promise<ResultOf<J>> {
  const all = elementsOf(job);
  let [done, told] = [0, 0];
  const tell = (elements: number) => {
    if (elements <= told) return;
    onWork(elements - told);
    told = elements;
  };
  const result = await coder.run(job, (elements) => {
    done += elements / PASSES[job.kind];
    tell(Math.min(done, all));
  });
  tell(all);
  return result;
}

function elementsOf({ kind, input, settings }: Job): number {
  return kind === 'decode' ? input.items * settings.size : input.elements.length / settings.width;
}
