import { cpus } from 'node:os';
import { dimensionsOf, ELEMENT_BYTES, itemSize } from '../data/dataset.js';
import { openDataset, openingOptions } from '../data/open.js';
import { CrayError } from '../errors.js';
import { type EvaluateOptions, measure } from '../eval/evaluate.js';
import { type Inspection, inspect } from '../eval/inspect.js';
import { VERSION } from '../package.js';
import { type InstalledPeer, PeerBench } from '../peers/measure.js';
import type { FindDataModel } from '../pipeline/encode/compress.js';
import { counted } from '../words.js';
import { type Items, type Pictures, paintItems } from './pictures.js';
import type { FileReport, InspectionResult, PeerResult, Report } from './schema.js';
import { alongOf, costsOf, reliabilityOf } from './summary.js';

/** Elements of which each is looked at alone; of larger data sets the first items only, but one at least. */
const MOST_ELEMENTS = 1 << 21;

/** Items that are read at once. */
const PIECE = 1024;

/** What to measure, and how. */
export interface ReportOptions extends Omit<EvaluateOptions, 'onStep'> {
  /** Compressors to compare with. */
  readonly peers: readonly InstalledPeer[];
  /** An empty folder for their files. */
  readonly folder: string;
  /** Told what is being done. */
  readonly onStep: (what: string, part?: number) => void;
}

/** A file measured, with the pictures of each model's inspection, where there are some. */
export interface MeasuredFile {
  readonly report: FileReport;
  readonly pictures: readonly (Pictures | undefined)[];
}

/**
 * Measures models and other compressors on a file.
 *
 * @param name what to call the file.
 * @param file its bytes.
 * @param models each gives a model for a data set.
 * @throws CrayError as evaluate and inspect do.
 */
export async function measureFile(
  name: string,
  file: Uint8Array,
  models: readonly FindDataModel[],
  options: ReportOptions,
): Promise<MeasuredFile> {
  const results: FileReport['results'] = [];
  const inspections: InspectionResult[] = [];
  const pictures: (Pictures | undefined)[] = [];
  const items = await readItems(file, options);
  const { peers: _, folder: __, ...measuring } = options;
  for (const [number, findModel] of models.entries()) {
    options.onStep(`${name}: model ${number + 1} of ${models.length}`);
    const { evaluation, model, cray } = await measure(name, file, findModel, measuring);
    results.push(evaluation);
    const what = `${name}: what its items cost under ${evaluation.model}`;
    options.onStep(what);
    const most = Math.max(1, Math.floor(MOST_ELEMENTS / itemSize(evaluation.coded.shape)));
    const inspection = await inspect(cray, () => model, {
      memory: options.memory,
      most,
      onElements: (elements) => options.onStep(`${what}: ${counted(elements, 'element')}`),
    });
    const shown = await inspected(inspection, items);
    inspections.push(shown.result);
    pictures.push(shown.pictures);
  }
  const peers = await measurePeers(name, file, items, options);
  return { report: { file: name, results, inspections, peers }, pictures };
}

/** Where measurements are made, and what of. */
export function reportOf(files: readonly FileReport[]): Report {
  return {
    schema: 'craystack-report-1',
    craystack: VERSION,
    node: process.version,
    machine: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    date: new Date().toISOString().slice(0, 10),
    files: [...files],
  };
}

interface DataItems extends Items {
  readonly format: string;
  readonly levels: number;
  readonly numbers: string | undefined;
}

async function readItems(file: Uint8Array, options: ReportOptions): Promise<DataItems> {
  const dataset = await openDataset([file], openingOptions(options));
  const { format, levels, shape, dtype, numbers } = dataset;
  const parts: Uint8Array[] = [];
  for await (const { elements } of dataset.pieces(PIECE)) parts.push(elements);
  return { format, levels, shape, dtype, numbers, elements: Buffer.concat(parts) };
}

async function inspected(
  inspection: Inspection,
  items: Items,
): Promise<{ result: InspectionResult; pictures: Pictures | undefined }> {
  const { model, itemBits } = inspection;
  const costs = itemBits ? costsOf(itemBits) : null;
  const ends = costs ? endsOf(costs) : [];
  const { pictures, instead } = await painted(
    inspection,
    items,
    ends.map(({ item }) => item),
  );
  const result: InspectionResult = {
    model,
    items: inspection.items,
    costs,
    along: alongOf(inspection),
    pictures: pictures ? { items: ends, top: pictures.top } : { instead },
    reliability: inspection.reliability.map((of) =>
      reliabilityOf(of, inspection.items * dimensionsOf(inspection)),
    ),
  };
  return { result, pictures };
}

/** The dearest items, then the cheapest, the cheapest last, none of them twice. */
function endsOf({ dearest, cheapest }: NonNullable<InspectionResult['costs']>) {
  const others = cheapest.filter(({ item }) => !dearest.some((dear) => dear.item === item));
  return [...dearest, ...others.reverse()];
}

async function painted(
  { elementBits, itemBits, model, shape }: Inspection,
  items: Items,
  numbers: readonly number[],
): Promise<{ pictures?: Pictures; instead: string }> {
  // An array whose bytes were coded has none of their items.
  if (!elementBits || `${shape}` !== `${items.shape}`) {
    const what = itemBits ? 'the bits of each item are shown' : 'only the whole is known';
    return { instead: `Model ${model} does not let the cost of a pixel be told: ${what}.` };
  }
  try {
    return { pictures: await paintItems(items, elementBits, numbers), instead: '' };
  } catch (error) {
    if (!(error instanceof CrayError) || error.code !== 'UNSUPPORTED') throw error;
    const sizes = items.shape.join(' × ') || '1';
    return { instead: `Items of ${sizes} are no pictures: the bits of each item are shown.` };
  }
}

async function measurePeers(
  name: string,
  file: Uint8Array,
  items: DataItems,
  { peers, folder, onStep }: ReportOptions,
): Promise<PeerResult[]> {
  const bench = new PeerBench({ ...items, file }, folder);
  const elements = items.elements.length / ELEMENT_BYTES[items.dtype];
  const dimensions = (elements * dimensionsOf(items)) / itemSize(items.shape);
  const results: PeerResult[] = [];
  for (const { program, version } of peers) {
    for (const peer of program.peers) {
      if (!bench.fits(peer)) continue;
      onStep(`${name}: ${peer.name}`);
      const figures = await bench.measure(peer);
      if (!figures) continue;
      results.push({
        name: peer.name,
        program: peer.program,
        version,
        input: peer.takes,
        bytes: figures.bytes,
        bitsPerDim: (8 * figures.bytes) / dimensions,
        encodeSeconds: figures.encodeSeconds,
        decodeSeconds: figures.decodeSeconds,
        encodeMegabytes: file.length / figures.encodeSeconds / 1e6,
        decodeMegabytes: file.length / figures.decodeSeconds / 1e6,
      });
    }
  }
  return results;
}
