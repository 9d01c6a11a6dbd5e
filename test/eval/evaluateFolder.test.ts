import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { planFor } from '../../src/codecs/numbers/planFor.js';
import { openDirectory } from '../../src/data/folders.js';
import { evaluateFolder } from '../../src/eval/evaluateFolder.js';
import { loadModel } from '../../src/model/model.js';
import { chooseModel } from '../../src/pipeline/encode/chooseModel.js';
import { compressFolder } from '../../src/pipeline/encode/compressFolder.js';
import { Random } from '../../src/train/random.js';
import { npyFile } from '../data/npyFile.js';
import { collect } from '../data.js';

describe('evaluateFolder', () => {
  it('plans again what was planned when the models were chosen, before which nothing is timed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'craystack-evaluate-folder-'));
    try {
      const models = ['arrays', 'numbers'].map((name) => loadModel(name));
      const numbers = new Random(3).normals(8200).map((x) => Math.round(1e3 * x) / 1e3);
      const file = npyFile('<f8', [8200], new Uint8Array(Float64Array.from(numbers).buffer));
      writeFileSync(join(folder, 'a.npy'), file);
      const axes = [{ count: 8200, stride: 8 }];
      const fields = [
        { name: 'values', offset: 128, type: 'f64', bigEndian: false, axes },
      ] as const;
      const find = (dataset: Parameters<typeof chooseModel>[0]) => chooseModel(dataset, models);
      await collect(compressFolder(await openDirectory(folder), find));
      const plan = planFor(file, fields);
      await collect(compressFolder(await openDirectory(folder), find));
      expect(planFor(file, fields), 'asked for what compress asks for').to.equal(plan);
      const [, , own] = await evaluateFolder('folder', await openDirectory(folder), find);
      expect(own).to.include({ model: 'numbers', originalBytes: file.length });
      expect(planFor(file, fields)).not.to.equal(plan);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
