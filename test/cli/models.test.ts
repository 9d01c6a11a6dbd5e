import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { craystack, inFolder } from './process.js';

describe('craystack models', () => {
  it('lists what there is, for people and for machines', async () => {
    const { stdout } = await craystack(['models']);
    expect(stdout.toString()).to.match(
      /^mnist-binary-vae\n {2}u8 items of 28 x 28, 2 values\n {2}A one-layer/m,
    );
    const json = await craystack(['models', '--json']);
    const lines = json.stdout.toString().trim().split('\n');
    const names = lines.map((line) => (JSON.parse(line) as { name: string }).name);
    expect(names).to.include.members(['arrays', 'bytes', 'mnist-binary-vae', 'photo']);
  });

  it(
    'are not mistaken for what lies in the working directory under their names',
    inFolder(async (folder) => {
      for (const name of ['arrays', 'bytes', 'photo']) mkdirSync(join(folder, name));
      writeFileSync(join(folder, 'mnist-binary-vae'), 'not a model');
      writeFileSync(join(folder, 'text'), 'some text, and some text again');
      const packed = await craystack(['compress', '-q', 'text'], { cwd: folder });
      expect(packed).to.deep.include({ status: 0, stderr: '' });
      const { stdout } = await craystack(['decompress', '-c', 'text.cray', '-q'], { cwd: folder });
      expect(stdout.toString()).to.equal('some text, and some text again');
      const there = await craystack(['compress', '-c', 'text', '-m', './photo'], { cwd: folder });
      expect(there.stderr).to.match(/^craystack: MODEL_NOT_FOUND: photo\/model\.json: ENOENT/);
    }),
  );
});
