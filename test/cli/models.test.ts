import { expect } from 'chai';
import { craystack } from './process.js';

describe('craystack models', () => {
  it('lists what there is, for people and for machines', async () => {
    const { stdout } = await craystack(['models']);
    expect(stdout.toString()).to.match(
      /^mnist-binary-vae\n {2}u8 items of 28 x 28, 2 values\n {2}A one-layer/,
    );
    const json = await craystack(['models', '--json']);
    expect(JSON.parse(json.stdout.toString().split('\n')[0] as string)).to.deep.include({
      name: 'mnist-binary-vae',
    });
  });
});
