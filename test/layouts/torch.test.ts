import { expect } from 'chai';
import { zipFile } from '../data/zipFile.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';
import {
  call,
  dictionary,
  global,
  persistent,
  pickleFile,
  text,
  truth,
  tuple,
  whole,
} from './pickleFile.js';

/** A tensor of a storage. */
function tensor(
  kind: string,
  key: string,
  count: number,
  offset: number,
  sizes: readonly number[],
  strides: readonly number[],
): Buffer {
  const id = tuple(text('storage'), global('torch', kind), text(key), text('cpu'), whole(count));
  const [shape, steps] = [sizes, strides].map((values) => tuple(...values.map(whole)));
  const args = [persistent(id), whole(offset), shape as Buffer, steps as Buffer, truth(false)];
  return call(global('torch._utils', '_rebuild_tensor_v2'), tuple(...args, dictionary()));
}

const STORAGES = [
  ['m/data/0', Buffer.alloc(60)],
  ['m/data/1', Buffer.alloc(12)],
  ['m/data/2', Buffer.alloc(48)],
  ['m/data/9', Buffer.alloc(48)],
] as const;

function checkpoint(deflated = false, order = 'little'): Uint8Array {
  const tensors = dictionary(
    ...[text('a'), tensor('FloatStorage', '0', 15, 0, [3, 5], [5, 1])],
    ...[text('b'), tensor('BFloat16Storage', '1', 6, 2, [2], [1])],
    ...[text('c'), tensor('ComplexFloatStorage', '2', 6, 0, [2, 3], [1, 2])],
    ...[text('d'), tensor('FloatStorage', '0', 15, 0, [5], [1])],
    ...[text('e'), tensor('OddStorage', '9', 15, 0, [5], [1])],
  );
  const files = [
    ['m/data.pkl', pickleFile(4, tensors)],
    ['m/byteorder', Buffer.from(order)],
  ] as const;
  return zipFile([...files, ...STORAGES], deflated);
}

describe('the layout of checkpoints of PyTorch', () => {
  it('has a field for each storage, as a tensor has it that takes all of it', () => {
    const lines = fieldsSaid(checkpoint()).map((line) => line.replace(/ at \d+/, ''));
    expect(lines).to.deep.equal([
      'PyTorch checkpoint',
      'storage 0: f32, 3*20 5*4',
      'storage 1: bf16, 6*2',
      'storage 2: f32, 3*16 2*8 2*4',
    ]);
    expect(fieldsSaid(checkpoint(false, 'big'))[1]).to.match(/^storage 0: f32 big/);
  });

  it('is none where its pickle is compressed', () => {
    expect(fieldsSaid(checkpoint(true))).to.deep.equal([
      'PyTorch checkpoint: its pickle is compressed',
    ]);
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(checkpoint(), { runs: 3000 });
  }).timeout(60_000);
});
