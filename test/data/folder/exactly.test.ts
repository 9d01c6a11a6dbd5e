import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { deflate } from 'pako';
import { residueBytes } from '../../../src/container/residue.js';
import { exactly } from '../../../src/data/folder/exactly.js';
import { type Candidate, examine } from '../../../src/data/folder/group.js';
import { openDirectory } from '../../../src/data/folder/open.js';
import { encodePixels } from '../../../src/data/png/pixels.js';
import { walk } from '../../../src/data/walk.js';
import { loadModel } from '../../../src/model/model.js';
import { compressFolder } from '../../../src/pipeline/encode/compressFolder.js';
import { Random } from '../../../src/train/random.js';
import { inFolder } from '../../cli/process.js';
import { collect } from '../../data.js';
import { headerOf, makePng } from '../pngFile.js';

const SIDE = 90;
const KIND = { width: SIDE, height: SIDE, depth: 8, colour: 2, interlace: 0 };
const MODELS = { photo: loadModel('photo'), bytes: loadModel('bytes') };

/** A picture of soft hills and some noise, each row filtered as makes it smallest. */
function picture(seed: number): Uint8Array {
  const random = new Random(seed);
  const [a, b] = [10 + 20 * random.uniform(), 10 + 20 * random.uniform()];
  const elements = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
    return 128 + 60 * Math.sin(x / a) * Math.cos(y / b) + 12 * random.uniform();
  });
  const rows = Buffer.concat([...encodePixels(elements, headerOf(KIND))]);
  return makePng(KIND, deflate(rows, { level: 9 }));
}

describe('the very files of a folder of pictures', () => {
  /** The pictures of a folder in all forms, with what their very bytes ask for beside the items. */
  async function examined(root: string) {
    const candidates: Candidate[] = [];
    for (const entry of walk(Buffer.from(root))) {
      candidates.push(await examine(Buffer.from(root), entry, false));
    }
    const bytesOf = (residues: readonly Uint8Array[]) =>
      residueBytes(Buffer.concat(residues), { packed: true, revision: 4 });
    const own = bytesOf(candidates.map(({ residue }) => residue));
    const more = bytesOf(candidates.map(({ exact }) => exact?.residue as Uint8Array)) - own;
    return { candidates, more };
  }

  const write = (root: string, count: number) => {
    mkdirSync(root);
    for (let i = 0; i < count; i++) writeFileSync(join(root, `${i}.png`), picture(i + 1));
  };

  it(
    'come back where they take less than 1 % more, also small ones, whose filters are many',
    inFolder(async (folder) => {
      const root = join(folder, 'pictures');
      write(root, 12);
      const { datasets } = await openDirectory(root);
      expect(datasets[1]).to.include({ format: 'png-exact', items: 12, fidelity: 'bytes' });
      const { more } = await examined(root);
      const packed = await collect(
        compressFolder(await openDirectory(root), ({ shape }) =>
          shape.length > 0 ? MODELS.photo : MODELS.bytes,
        ),
      );
      expect(more, `of ${packed.length}`).to.be.within(1, 0.01 * (packed.length - more));
    }),
  );

  it(
    'are all of a kind as themselves, or none of it',
    inFolder(async (folder) => {
      const root = join(folder, 'pictures');
      write(root, 3);
      const { candidates } = await examined(root);
      const formats = (all: readonly Candidate[]) => all.map(({ dataset }) => dataset.format);
      const sized = (size: number) =>
        candidates.map((candidate) => ({ ...candidate, entry: { ...candidate.entry, size } }));
      const three = ['png-exact', 'png-exact', 'png-exact'];
      expect(formats(exactly(sized(10_000)))).to.deep.equal(three);
      // Alone it pays for the settings of zlib, which the others say again for nothing.
      expect(formats(exactly(sized(10_000).slice(0, 1)))).to.deep.equal(['png']);
      const dear = exactly(sized(100));
      expect(formats(dear)).to.deep.equal(['png', 'png', 'png']);
      expect(dear.some((candidate) => 'exact' in candidate)).to.equal(false);
      expect(exactly([])).to.deep.equal([]);
    }),
  );
});
