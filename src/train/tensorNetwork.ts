import * as tf from '@tensorflow/tfjs';
import type {
  EngineOptions,
  LearnedLayer,
  LearningNetwork,
  NetworkPlan,
  Rows,
  Score,
} from './network.js';
import { addGradients, type Matrix, type Parameters, unpack } from './parameters.js';

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

const activations: Readonly<Record<LearnedLayer['activation'], (x: tf.Tensor) => tf.Tensor>> = {
  identity: (x) => x,
  relu: tf.relu,
  exp: tf.exp,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
};

/** A network that learns with TensorFlow.js, on the backend that is in use. */
export class TensorNetwork implements LearningNetwork {
  readonly rows: number;
  private readonly x: Rows;
  private readonly inputGradients: boolean;
  /** Weights and biases in the order of the layers. */
  private readonly matrices: readonly Matrix[];

  constructor(
    private readonly plan: NetworkPlan,
    private readonly parameters: Parameters,
    { rows, inputGradients }: EngineOptions,
  ) {
    const { inputs, layers } = plan;
    this.rows = rows;
    this.inputGradients = inputGradients;
    this.x = rowsOf(new Float32Array(rows * inputs), inputs);
    this.matrices = layers.flatMap(({ weight, bias }) => (bias ? [weight, bias] : [weight]));
  }

  input(): Rows {
    return this.x;
  }

  look(score: Score): void {
    tf.tidy(() => {
      const outputs = this.evaluate(this.given());
      score(new Map([...outputs].map(([name, tensor]) => [name, read(tensor)])));
    });
  }

  pass(score: Score): void {
    tf.tidy(() => {
      const given = this.given();
      // The sum of outputs times their gradients has these gradients.
      const { grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
        const outputs = [...this.evaluate(tensors)];
        const rows = new Map(outputs.map(([name, tensor]) => [name, read(tensor)]));
        score(rows);
        const parts = outputs.map(([name, tensor]) => {
          const { d } = rows.get(name) as Rows;
          return tf.sum(tf.mul(tensor, tf.tensor(d, tensor.shape)));
        });
        return tf.addN(parts) as tf.Scalar;
      })(given);
      if (this.inputGradients) this.x.d.set((grads[0] as tf.Tensor).dataSync());
      this.matrices.forEach((matrix, i) => {
        const d = (grads[i + 1] as tf.Tensor).dataSync() as Float32Array;
        addGradients(this.parameters, matrix, d, widthOf(matrix));
      });
    });
  }

  /** What goes in, then weights and biases. */
  private given(): tf.Tensor[] {
    const { rows, plan, parameters } = this;
    return [
      tf.tensor2d(this.x.values, [rows, plan.inputs]),
      ...this.matrices.map((matrix) => {
        const { inputs } = matrix.tensor;
        const width = widthOf(matrix);
        const values = new Float32Array(inputs * width);
        unpack(parameters, matrix, values, width);
        return tf.tensor2d(values, [inputs, width]);
      }),
    ];
  }

  private evaluate([x, ...matrices]: readonly tf.Tensor[]): Map<string, tf.Tensor> {
    const places = new Map<string | undefined, tf.Tensor>([[undefined, x as tf.Tensor]]);
    let next = 0;
    for (const { name, input, bias, activation, least, add } of this.plan.layers) {
      const weight = matrices[next++] as tf.Tensor;
      let h: tf.Tensor = matMul(places.get(input) as tf.Tensor, weight);
      if (bias) h = tf.add(h, matrices[next++] as tf.Tensor);
      h = activations[activation](h);
      if (least !== undefined) h = tf.maximum(h, least);
      if (add !== undefined) h = tf.add(h, places.get(add) as tf.Tensor);
      places.set(name, h);
    }
    return new Map([...this.plan.wanted].map((name) => [name, places.get(name) as tf.Tensor]));
  }
}

function widthOf({ tensor, columns }: Matrix): number {
  return columns?.length ?? tensor.outputs;
}

function read(tensor: tf.Tensor): Rows {
  return rowsOf(tensor.dataSync() as Float32Array, tensor.shape[1] as number);
}

function rowsOf(values: Float32Array, stride: number): Rows {
  return { values, d: new Float32Array(values.length), stride };
}
