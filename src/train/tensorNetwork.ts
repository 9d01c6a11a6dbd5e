import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { TensorFlow } from './backend.js';
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
function matMulOf(tf: TensorFlow): (x: Tensor, w: Tensor) => Tensor {
  return tf.customGrad((x, w, save) => {
    (save as (tensors: Tensor[]) => void)([x as Tensor, w as Tensor]);
    return {
      value: tf.matMul(x as Tensor2D, w as Tensor2D),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [a, b] = saved as [Tensor2D, Tensor2D];
        return [
          tf.matMul(dy as Tensor2D, tf.transpose(b)),
          tf.matMul(tf.transpose(a), dy as Tensor2D),
        ];
      },
    };
  });
}

/** An activation, as it is computed. */
function activate(tf: TensorFlow, activation: LearnedLayer['activation'], x: Tensor): Tensor {
  return activation === 'identity' ? x : tf[activation](x);
}

/** A network that learns with TensorFlow.js, on the backend that is in use. */
export class TensorNetwork implements LearningNetwork {
  readonly rows: number;
  private readonly x: Rows;
  private readonly inputGradients: boolean;
  /** Weights and biases in the order of the layers. */
  private readonly matrices: readonly Matrix[];
  private readonly matMul: (x: Tensor, w: Tensor) => Tensor;

  constructor(
    private readonly tf: TensorFlow,
    private readonly plan: NetworkPlan,
    private readonly parameters: Parameters,
    { rows, inputGradients }: EngineOptions,
  ) {
    const { inputs, layers } = plan;
    this.matMul = matMulOf(tf);
    this.rows = rows;
    this.inputGradients = inputGradients;
    this.x = rowsOf(new Float32Array(rows * inputs), inputs);
    this.matrices = layers.flatMap(({ weight, bias }) => (bias ? [weight, bias] : [weight]));
  }

  input(): Rows {
    return this.x;
  }

  look(score: Score): void {
    this.tf.tidy(() => {
      const outputs = this.evaluate(this.given());
      score(new Map([...outputs].map(([name, tensor]) => [name, read(tensor)])));
    });
  }

  pass(score: Score): void {
    const { tf } = this;
    tf.tidy(() => {
      const given = this.given();
      // The sum of outputs times their gradients has these gradients.
      const { grads } = tf.valueAndGrads((...tensors: Tensor[]) => {
        const outputs = [...this.evaluate(tensors)];
        const rows = new Map(outputs.map(([name, tensor]) => [name, read(tensor)]));
        score(rows);
        const parts = outputs.map(([name, tensor]) => {
          const { d } = rows.get(name) as Rows;
          return tf.sum(tf.mul(tensor, tf.tensor(d, tensor.shape)));
        });
        return tf.addN(parts) as Scalar;
      })(given);
      if (this.inputGradients) this.x.d.set((grads[0] as Tensor).dataSync());
      this.matrices.forEach((matrix, i) => {
        const d = (grads[i + 1] as Tensor).dataSync() as Float32Array;
        addGradients(this.parameters, matrix, d, widthOf(matrix));
      });
    });
  }

  /** What goes in, then weights and biases. */
  private given(): Tensor[] {
    const { tf, rows, plan, parameters } = this;
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

  private evaluate([x, ...matrices]: readonly Tensor[]): Map<string, Tensor> {
    const { tf } = this;
    const places = new Map<string | undefined, Tensor>([[undefined, x as Tensor]]);
    let next = 0;
    for (const { name, input, bias, activation, least, add } of this.plan.layers) {
      const weight = matrices[next++] as Tensor;
      let h: Tensor = this.matMul(places.get(input) as Tensor, weight);
      if (bias) h = tf.add(h, matrices[next++] as Tensor);
      h = activate(tf, activation, h);
      if (least !== undefined) h = tf.maximum(h, least);
      if (add !== undefined) h = tf.add(h, places.get(add) as Tensor);
      places.set(name, h);
    }
    return new Map([...this.plan.wanted].map((name) => [name, places.get(name) as Tensor]));
  }
}

function widthOf({ tensor, columns }: Matrix): number {
  return columns?.length ?? tensor.outputs;
}

function read(tensor: Tensor): Rows {
  return rowsOf(tensor.dataSync() as Float32Array, tensor.shape[1] as number);
}

function rowsOf(values: Float32Array, stride: number): Rows {
  return { values, d: new Float32Array(values.length), stride };
}
