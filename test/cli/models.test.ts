import { expect } from 'chai';
import { craystack } from './process.js';

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
});
