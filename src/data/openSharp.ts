/** The one place that loads sharp. */
import type sharp from 'sharp';

/** Loads sharp where a picture is met: it takes longer to load than most commands to run. */
export async function openSharp(): Promise<typeof sharp> {
  const { default: loaded } = await import('sharp');
  // No picture is asked for twice, but each may be large.
  loaded.cache(false);
  return loaded;
}
