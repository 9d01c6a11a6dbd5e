import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { loadModel } from '../../src/model/model.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { readInfo } from '../../src/pipeline/info.js';
import { isExact, type Restored, restoredBy, restoredByBoth } from '../../src/pipeline/restored.js';
import { collect, idxFile, mnistSlice } from '../data.js';

const EXACT: Restored = {
  fidelity: 'bytes',
  unordered: false,
  inside: undefined,
  fileBytes: undefined,
};

describe('what a .cray file restores', () => {
  it('is the very file unless something of it is given up', () => {
    expect(isExact(EXACT)).to.equal(true);
    for (const less of [{ fidelity: 'pixels' }, { unordered: true }, { inside: 'gzip' }] as const) {
      const part = { ...EXACT, ...less };
      expect(isExact(part)).to.equal(false);
      expect(restoredByBoth(part, part)).to.deep.equal(part);
      // Of a folder, say, in which some files are pictures.
      const both = 'fidelity' in less ? { ...part, mixed: true } : part;
      expect(restoredByBoth(EXACT, part)).to.deep.equal(both);
      expect(restoredByBoth(part, EXACT)).to.deep.equal(both);
      expect(restoredByBoth(both, EXACT)).to.deep.equal(both);
    }
  });

  it('is told by the file itself, and by its progress', async () => {
    const model = loadModel('mnist-binary-vae');
    const file = gzipSync(mnistSlice(0, 3));
    let told: Restored | undefined;
    const onProgress = ({ restores }: { restores?: Restored | undefined }) => {
      told = restores;
    };
    const packed = await collect(compress([file], () => model, { onProgress }));
    const { parts } = await readInfo([packed]);
    const expected = { ...EXACT, inside: 'gzip', fileBytes: file.length };
    expect(restoredBy(parts[0].front)).to.deep.equal(expected);
    expect(told).to.deep.equal(expected);
  });

  it('is the .gz itself where what is inside, with a word that it was, would take too much', async () => {
    const noise = Uint8Array.from({ length: 300 }, (_, i) => Math.imul(i * i, 2654435761) >>> 24);
    const file = gzipSync(idxFile([300], noise));
    // The name of the model takes more than there is room for.
    const { spec, ...rest } = loadModel('bytes');
    const model = { ...rest, spec: { ...spec, name: 'n'.repeat(100) } };
    const packed = await collect(compress([file], () => model));
    const { parts } = await readInfo([packed]);
    expect(isExact(restoredBy(parts[0].front))).to.equal(true);
    expect(parts[0].front.header.dataFormat).to.equal('bytes');
  });
});
