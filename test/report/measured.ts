import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '../../src/model/model.js';
import { measureFile, reportOf } from '../../src/report/measure.js';
import { page } from '../../src/report/page.js';
import type { PeerResult, Report } from '../../src/report/schema.js';
import { mnistSlice } from '../data.js';

/** What no compressor was run for: tests do not depend on what is installed. */
const PEERS: readonly PeerResult[] = [1, 9].map((level) => ({
  name: `xz -${level}`,
  program: 'xz',
  version: '5.4.1',
  input: 'file',
  bytes: 2000 - level,
  bitsPerDim: (8 * (2000 - level)) / 15_680,
  encodeSeconds: 0.01 * level,
  decodeSeconds: 0.02,
  encodeMegabytes: 1.5 / level,
  decodeMegabytes: 0.78,
}));

let measured: ReturnType<typeof measure> | undefined;

/** Two models on twenty images, and the page of it. */
export async function measuredReport(
  name = 'digits',
): Promise<{ readonly report: Report; readonly html: string }> {
  measured ??= measure();
  const file = await measured;
  const results = file.report.results.map((result) => ({ ...result, file: name }));
  const named = { ...file, report: { ...file.report, file: name, results, peers: [...PEERS] } };
  const report = reportOf([named.report]);
  return { report, html: page(report, [named]) };
}

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'craystack-report-'));
  try {
    const models = ['mnist-binary-vae', 'bytes'].map((model) => () => loadModel(model));
    const options = { peers: [], folder, onStep: () => {} };
    return await measureFile('digits', mnistSlice(0, 20), models, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
