import { type Counts, FOLDER, isFolderFormat } from '../data/folders.js';
import type { FileInfo, PartInfo } from '../pipeline/info.js';
import { isExact, restoredBy } from '../pipeline/restored.js';
import { provenanceRows, revisionText, rowsText } from './describe.js';
import { restoredText } from './restored.js';

/** What `info` prints of a file that holds a folder, for machines. */
export function folderRecord(
  file: string,
  { parts, bytes, modelBytes, originalBytes }: FileInfo,
  { files, folders, links }: Counts,
): Record<string, unknown> {
  return {
    file,
    version: 1,
    format: FOLDER,
    files,
    folders,
    links,
    originalBytes,
    bytes,
    modelBytes,
    revision: parts[0].front.header.revision,
    datasets: parts.map(({ front: { header, modelBytes: inside }, trailer, ...part }) => ({
      format: header.dataFormat,
      dtype: header.dtype,
      shape: header.shape,
      levels: header.levels,
      items: trailer.items,
      bytes: part.bytes,
      model: header.modelName,
      modelInside: inside > 0,
      chunks: part.chunks,
      plainChunks: part.plainChunks,
    })),
    provenance: parts[0].front.provenance ?? {},
  };
}

/** The same for people. */
export function folderText(
  file: string,
  { parts, bytes, modelBytes, originalBytes }: FileInfo,
  { files, folders, links }: Counts,
): string {
  return rowsText(file, [
    ['data', `folder: ${files} files, ${folders} folders, ${links} links inside`],
    ['size', `${originalBytes} -> ${bytes} bytes`],
    ...(modelBytes > 0 ? [['data only', `${bytes - modelBytes} bytes`] as const] : []),
    ['revision', revisionText(parts[0].front.header)],
    ...provenanceRows(parts[0].front.provenance ?? {}),
    ...parts.map((part, i) => [`part ${i + 1}`, describePart(part)] as const),
  ]);
}

function describePart({ front, trailer, bytes }: PartInfo): string {
  const { header, modelBytes } = front;
  const { dataFormat, shape, dtype, modelName } = header;
  const what = isFolderFormat(dataFormat) ? 'names, and bytes of files' : dataFormat;
  const restored = restoredBy(front);
  const inside = modelBytes > 0 ? ', inside' : '';
  const sizes = shape.join(' x ') || '1';
  return `${what}: ${trailer.items} items of ${sizes}, ${dtype}; ${bytes} bytes, model ${modelName}${inside}${isExact(restored) ? '' : `; ${restoredText(restored)}`}`;
}
