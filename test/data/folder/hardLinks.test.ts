import {
  chmodSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { joinNumbers } from '../../../src/bytes/numbers.js';
import type { Dataset } from '../../../src/data/dataset.js';
import { joinCounts } from '../../../src/data/folder/folder.js';
import { encodeManifest, type Placed } from '../../../src/data/folder/manifest.js';
import { openDirectory } from '../../../src/data/folder/open.js';
import { type RestoredDataset, restoreDirectory } from '../../../src/data/folder/restore.js';
import { onDisk } from '../../../src/data/folder/target.js';
import { systemTime } from '../../../src/data/times.js';
import { CrayError } from '../../../src/errors.js';
import { inFolder } from '../../cli/process.js';
import { npyFile } from '../npyFile.js';

/** Gives what is in a folder, and the folder, times of whole seconds. */
function inSeconds(root: string): void {
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    lutimesSync(join(root, name), 1, 1_000_000_000);
  }
}

function held(dataset: Dataset): RestoredDataset {
  const [pieces, tail] = [dataset.pieces(1000), dataset.tail()];
  return { ...dataset, dataFormat: dataset.format, pieces, tail };
}

async function* inTurn<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

/** A folder with only the first data set, of these entries, with a byte for each file. */
function forged(entries: readonly Partial<Placed>[], dataFormat = 'folder-linked') {
  const all = entries.map((entry): Placed => {
    const bytes = entry.kind === 'hardLink' ? 0 : 1;
    const [path, target] = [Buffer.from('x'), Buffer.alloc(0)];
    const place = { group: 0, items: 0, bytes };
    return { kind: 'file', path, target, mode: 0o644, mtime: 0, ...place, ...entry };
  });
  const manifest = encodeManifest({ entries: all, formats: [] });
  const files = all.filter(({ kind }) => kind === 'file').length;
  const links = all.filter(({ kind }) => kind === 'link').length;
  const head = joinCounts({ files: all.length - links, folders: 0, links, bytes: files });
  const elements = Buffer.concat([
    joinNumbers([manifest.length]),
    manifest,
    Buffer.alloc(files, 65),
  ]);
  const pieces = inTurn([{ elements, side: new Uint8Array(0) }]);
  const kind = { dataFormat, dtype: 'u8', shape: [], sideBytes: 0 };
  return inTurn([{ ...kind, head, pieces, tail: inTurn([]) }]);
}

const hardLink = (path: string, target: string, more: Partial<Placed> = {}): Partial<Placed> => ({
  kind: 'hardLink',
  path: Buffer.from(path),
  target: Buffer.from(target),
  ...more,
});

describe('hard links in a folder', () => {
  it(
    'come back as such, of files in groups and in none, and are held once',
    inFolder(async (root) => {
      const [from, to] = [join(root, 'from'), join(root, 'to')];
      mkdirSync(join(from, 'sub'), { recursive: true });
      const text = Buffer.from('a text '.repeat(999));
      writeFileSync(join(from, 'text.txt'), text);
      for (const name of ['a.other', 'sub/text', 'z']) {
        linkSync(join(from, 'text.txt'), join(from, name));
      }
      writeFileSync(join(from, 'a.npy'), npyFile('<i2', [700, 50], Buffer.alloc(70_000, 3)));
      linkSync(join(from, 'a.npy'), join(from, 'sub/a.npy'));
      // Another name of it is outside.
      writeFileSync(join(root, 'outside'), 'one name here');
      linkSync(join(root, 'outside'), join(from, 'alone'));
      writeFileSync(join(from, 'none'), '');
      linkSync(join(from, 'none'), join(from, 'nothing'));
      chmodSync(join(from, 'text.txt'), 0o440);
      inSeconds(from);

      const { datasets, counts } = await openDirectory(from);
      expect(datasets.map(({ format }) => format)).to.deep.equal(['folder-linked', 'npy']);
      const size = text.length + readFileSync(join(from, 'a.npy')).length + 13;
      expect(counts).to.deep.equal({ files: 9, folders: 1, links: 0, bytes: size });
      await restoreDirectory(onDisk(to), inTurn(datasets.map(held)));
      const inode = (name: string) => lstatSync(join(to, name)).ino;
      for (const names of [
        ['text.txt', 'a.other', 'sub/text', 'z'],
        ['a.npy', 'sub/a.npy'],
        ['none', 'nothing'],
        ['alone'],
      ]) {
        for (const name of names) {
          expect(readFileSync(join(to, name)).equals(readFileSync(join(from, name)))).to.equal(
            true,
          );
          expect(inode(name), name).to.equal(inode(names[0] as string));
          expect(lstatSync(join(to, name)).nlink).to.equal(names.length);
        }
      }
      expect(lstatSync(join(to, 'z')).mode & 0o777).to.equal(0o440);
    }),
  );

  it(
    'make a data format of their own, and without them nothing changes',
    inFolder(async (root) => {
      writeFileSync(join(root, 'x'), 'x');
      inSeconds(root);
      const [plain] = (await openDirectory(root)).datasets;
      expect(plain?.format).to.equal('folder');
      linkSync(join(root, 'x'), join(root, 'y'));
      const without = await openDirectory(root, { without: Buffer.from('x') });
      expect(without.datasets[0]?.format).to.equal('folder');
      expect(without.counts.files).to.equal(1);
      // Times of parts of a millisecond are kept in one more format, with hard links or without.
      lutimesSync(join(root, 'x'), 1, systemTime(1_000_000_000.000_123));
      for (const more of [{}, { without: Buffer.from('x') }]) {
        expect((await openDirectory(root, more)).datasets[0]?.format).to.equal('folder-timed');
      }
    }),
  );

  it(
    'lead to files of the folder and to nothing else',
    inFolder(async (root) => {
      writeFileSync(join(root, 'outside'), 'outside');
      symlinkSync('outside', join(root, 'way'));
      const to = join(root, 'to');
      const link = { kind: 'link' as const, path: Buffer.from('l'), target: Buffer.from('../way') };
      for (const [entries, format] of [
        [[{}, hardLink('y', '../outside')]],
        [[{}, hardLink('y', 'none')]],
        [[{}, hardLink('y', 'y')]],
        [[{ ...link, bytes: 0 }, hardLink('y', 'l')]],
        [[{}, hardLink('y', 'x'), hardLink('z', 'y')]],
        [[{}, hardLink('y', 'x', { bytes: 1 })]],
        [[{}, hardLink('../y', 'x')]],
        // Of the format that does not have them.
        [[{}, hardLink('y', 'x')], 'folder'],
      ] as const) {
        const error = await restoreDirectory(onDisk(to), forged(entries, format)).catch((e) => e);
        expect(error).to.be.instanceOf(CrayError).with.property('code', 'CORRUPT');
      }
      const twice = forged([{}, hardLink('x', 'x')]);
      const error = await restoreDirectory(onDisk(to), twice).catch((e) => e);
      expect(error).to.be.instanceOf(CrayError).with.property('code', 'IO');
      expect(readdirSync(root).sort()).to.deep.equal(['outside', 'to', 'way']);
      expect(lstatSync(join(root, 'outside')).nlink).to.equal(1);
    }),
  );
});
