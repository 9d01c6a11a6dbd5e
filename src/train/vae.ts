import * as tf from '@tensorflow/tfjs';
import type { Random } from './random.js';

/** Widths of a one-layer VAE over binary data: data → encoder… → latents → decoder… → data. */
export interface VaeShape {
  readonly data: number;
  readonly encoder: readonly number[];
  readonly latents: number;
  readonly decoder: readonly number[];
}

/** The parameters of one dense layer, under the names they have in the weights file. */
interface Dense {
  readonly weight: tf.Variable<tf.Rank.R2>;
  readonly bias: tf.Variable<tf.Rank.R1>;
}

/**
 * x · w with gradients that transpose first: the WebAssembly backend multiplies by a transposed
 * operand fifteen times more slowly than it transposes and multiplies (measured, 784 × 256 × 256).
 */
const matMul = tf.customGrad((x, w, save) => {
  (save as (tensors: tf.Tensor[]) => void)([x as tf.Tensor, w as tf.Tensor]);
  return {
    value: tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [a, b] = saved as [tf.Tensor2D, tf.Tensor2D];
      return [
        tf.matMul(dy as tf.Tensor2D, tf.transpose(b)),
        tf.matMul(tf.transpose(a), dy as tf.Tensor2D),
      ];
    },
  };
});

/**
 * A variational autoencoder with Bernoulli pixels and diagonal Gaussian latents (Kingma and
 * Welling, 2014). Weights are stored [inputs, outputs]; hidden layers are rectified; the posterior
 * standard deviation is the exponential of its layer, which is what the codec computes too.
 */
export class Vae {
  private readonly layers = new Map<string, Dense>();

  constructor(
    readonly shape: VaeShape,
    random: Random,
  ) {
    let width = shape.data;
    shape.encoder.forEach((n, i) => {
      this.addDense(`encoder.${i}`, width, n, Math.sqrt(2 / width), random);
      width = n;
    });
    this.addDense('mean', width, shape.latents, Math.sqrt(1 / width), random);
    this.addDense('logStd', width, shape.latents, 0.1 * Math.sqrt(1 / width), random);
    width = shape.latents;
    shape.decoder.forEach((n, i) => {
      this.addDense(`decoder.${i}`, width, n, Math.sqrt(2 / width), random);
      width = n;
    });
    this.addDense('logits', width, shape.data, Math.sqrt(1 / width), random);
  }

  private addDense(name: string, inputs: number, outputs: number, scale: number, random: Random) {
    const values = random.normals(inputs * outputs).map((v) => v * scale);
    this.layers.set(name, {
      weight: tf.variable(tf.tensor2d(values, [inputs, outputs])),
      bias: tf.variable(tf.zeros([outputs])) as tf.Variable<tf.Rank.R1>,
    });
  }

  private dense(name: string, x: tf.Tensor2D): tf.Tensor2D {
    const layer = this.layers.get(name) as Dense;
    return tf.add(matMul(x, layer.weight), layer.bias) as tf.Tensor2D;
  }

  /**
   * The negative ELBO of a batch, in nats an item, with one sample of the latents.
   *
   * @param x data in {0, 1}, [batch, data].
   * @param noise standard normal draws, [batch, latents].
   * @param klWeight weight of the divergence from the prior; 1 is the bound itself.
   */
  negativeElbo(x: tf.Tensor2D, noise: tf.Tensor2D, klWeight: number): tf.Scalar {
    let h = x;
    this.shape.encoder.forEach((_, i) => {
      h = tf.relu(this.dense(`encoder.${i}`, h));
    });
    const mean = this.dense('mean', h);
    const logStd = this.dense('logStd', h);
    const std = tf.exp(logStd);
    h = tf.add(mean, tf.mul(std, noise)) as tf.Tensor2D;
    this.shape.decoder.forEach((_, i) => {
      h = tf.relu(this.dense(`decoder.${i}`, h));
    });
    const logits = this.dense('logits', h);
    const items = x.shape[0];
    const nll = tf.sum(tf.sub(tf.softplus(logits), tf.mul(x, logits)));
    const kl = tf.sum(
      tf.sub(tf.mul(0.5, tf.sub(tf.add(tf.square(mean), tf.square(std)), 1)), logStd),
    );
    return tf.div(tf.add(nll, tf.mul(klWeight, kl)), items) as tf.Scalar;
  }

  /** The variables to train. */
  variables(): tf.Variable[] {
    return [...this.layers.values()].flatMap((l) => [l.weight, l.bias]);
  }

  /** The weights under the names `LAYER.weight` and `LAYER.bias`, as they are now. */
  tensors(): Map<string, { shape: number[]; values: Float32Array }> {
    const out = new Map<string, { shape: number[]; values: Float32Array }>();
    for (const [name, layer] of this.layers) {
      for (const [part, variable] of Object.entries(layer) as [string, tf.Variable][]) {
        out.set(`${name}.${part}`, {
          shape: variable.shape,
          values: variable.dataSync() as Float32Array,
        });
      }
    }
    return out;
  }
}
