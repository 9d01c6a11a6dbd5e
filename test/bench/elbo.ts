/**
 * Estimates a model's negative ELBO on the binarised MNIST test set, in double precision.
 * Usage: npm run elbo [-- MODEL]
 */
import { loadModel } from '../../src/model/model.js';
import { Random } from '../../src/train/random.js';
import { craystackModel, readMnist } from '../data.js';
import { negativeElbo } from '../reference/vae.js';

const [name = 'mnist-binary-vae'] = process.argv.slice(2);
const model = name === 'craystack-binary-mnist-vae' ? craystackModel() : loadModel(name);
if (!model) throw new Error(`the weights of ${name} are not at hand`);
const normals = new Random(1);
const { bitsPerElement, standardError } = negativeElbo(
  model,
  readMnist().subarray(16),
  () => normals.normals(1)[0] as number,
);
console.log(
  `${name}: negative ELBO ${bitsPerElement.toFixed(5)} bits/pixel, standard error ${standardError.toFixed(5)}`,
);
