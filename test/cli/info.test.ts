import { expect } from 'chai';
import { mnistSlice } from '../data.js';
import { craystack } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));

describe('craystack info', () => {
  it('says what is in a file, for people and for machines', async () => {
    const ordered = (await craystack(['compress', '-qm', 'mnist-binary-vae'], { input: images }))
      .stdout;
    const { stdout, stderr } = await craystack(['info'], { input: ordered });
    expect(stderr).to.equal('');
    expect(stdout.toString()).to.match(
      /^-\n {2}data {6}idx, 20 items of 28 x 28, u8\n {2}restores {2}byte for byte\n {2}order {5}kept\n/,
    );
    const unordered = await craystack(['compress', '--unordered', '-qm', 'mnist-binary-vae'], {
      input: images,
    });
    const json = await craystack(['info', '--json', '-'], { input: unordered.stdout });
    expect(JSON.parse(json.stdout.toString())).to.deep.include({
      items: 20,
      shape: [28, 28],
      order: 'not kept',
      fidelity: 'bytes',
      model: 'mnist-binary-vae',
      originalBytes: images.length,
      bytes: unordered.stdout.length,
    });
  });

  it('says of files one after another what the largest chunk is, the lanes, and all seeds', async () => {
    const packed = async (...args: string[]) =>
      (await craystack(['compress', '-qm', 'mnist-binary-vae', ...args], { input: images })).stdout;
    const parts = [
      await packed('--chunk', '5', '--lanes', '4'),
      await packed('--chunk', '20', '--seed', '7', '--lanes', '8'),
    ];
    const input = Buffer.concat(parts);
    const { stdout } = await craystack(['info'], { input });
    expect(stdout.toString()).to.match(/\n {2}chunks {4}5, of at most 20 items; 0 plain\n/);
    expect(stdout.toString()).to.match(/\n {2}coder {5}8 lanes, seeds 0, 7\n/);
    const json = await craystack(['info', '--json'], { input });
    expect(JSON.parse(json.stdout.toString())).to.deep.include({
      chunkItems: 20,
      lanes: 8,
      seeds: [0, 7],
    });
  });

  it('refuses what is no .cray file', async () => {
    const { status, stderr } = await craystack(['info'], { input: images });
    expect(status).to.equal(1);
    expect(stderr).to.match(/^craystack: NOT_CRAY: standard input: not a \.cray file/);
  });
});
