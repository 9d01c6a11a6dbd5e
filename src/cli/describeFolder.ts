import { type Counts, FOLDER, isFolderFormat } from '../data/folders.js';
import type { FileInfo, PartInfo } from '../pipeline/info.js';
import { isExact, restoredBy } from '../pipeline/restored.js';
import { counted } from '../words.js';
import { provenanceRows, revisionText, rowsText } from './describe.js';
import {
  bitsPerElement,
  fieldRows,
  itemRecord,
  itemsText,
  sizeRecord,
  sizeText,
} from './figures.js';
import { restoredText } from './restored.js';

/** What `info` prints of a file that holds a folder, for machines. */
export function folderRecord(
  file: string,
  info: FileInfo,
  { files, folders, links }: Counts,
): Record<string, unknown> {
  const { parts, modelBytes } = info;
  return {
    file,
    version: 1,
    format: FOLDER,
    files,
    folders,
    links,
    ...sizeRecord(info),
    modelBytes,
    revision: parts[0].front.header.revision,
    datasets: parts.map(partRecord),
    provenance: parts[0].front.provenance ?? {},
  };
}

/** What is said of a data set, for machines. */
function partRecord(part: PartInfo): Record<string, unknown> {
  const { header, modelBytes } = part.front;
  return {
    format: header.dataFormat,
    ...itemRecord(header),
    levels: header.levels,
    items: part.trailer.items,
    bytes: part.bytes,
    bitsPerElement: bitsPerElement(part),
    model: header.modelName,
    modelInside: modelBytes > 0,
    ...(part.fields.length > 0 && { fields: part.fields }),
    chunks: part.chunks,
    plainChunks: part.plainChunks,
  };
}

/** The same for people. */
export function folderText(
  file: string,
  info: FileInfo,
  { files, folders, links }: Counts,
): string {
  const { parts, bytes, modelBytes } = info;
  const inside = [counted(files, 'file'), counted(folders, 'folder'), counted(links, 'link')].join(
    ', ',
  );
  return rowsText(file, [
    ['data', `folder: ${inside} inside`],
    ['size', sizeText(info)],
    ...(modelBytes > 0 ? [['data only', counted(bytes - modelBytes, 'byte')] as const] : []),
    ['revision', revisionText(parts[0].front.header)],
    ...provenanceRows(parts[0].front.provenance ?? {}),
    ...parts.flatMap((part, i) => [
      [`part ${i + 1}`, describePart(part)] as const,
      ...fieldRows(part.fields),
    ]),
  ]);
}

function describePart(part: PartInfo): string {
  const { front, trailer, bytes } = part;
  const { header, modelBytes } = front;
  const { dataFormat, modelName } = header;
  const what = isFolderFormat(dataFormat) ? 'names, and bytes of files' : dataFormat;
  const restored = restoredBy(front);
  const inside = modelBytes > 0 ? ', inside' : '';
  const bits = bitsPerElement(part);
  const told = bits === undefined ? '' : `, ${bits.toFixed(4)} bits/element`;
  const back = isExact(restored) ? '' : `; ${restoredText(restored)}`;
  const items = itemsText(trailer.items, header);
  return `${what}: ${items}; ${counted(bytes, 'byte')}${told}, model ${modelName}${inside}${back}`;
}
