import type { LayerSpec } from '../model/schema.js';
import type { Kernel } from './layouts.js';

/** A weight or a bias that is learned, as the weights file has it. */
export interface LearnedTensor {
  readonly name: string;
  /** Of a bias 1. */
  readonly inputs: number;
  readonly outputs: number;
  /** Undefined of a bias. */
  readonly layout: LayerSpec['layout'] | undefined;
  readonly kernel: Kernel;
  /** Where it is among the parameters, [inputs, outputs]. */
  readonly at: number;
  /** Whether it reads what the network reads, so that what is done to that must be undone in it. */
  readonly first: boolean;
  /** The bias that goes with it. */
  readonly bias?: string | undefined;
}

/** All numbers that are learned, in one row, and the gradients by them. */
export interface Parameters {
  readonly values: Float32Array;
  readonly gradients: Float32Array;
  readonly tensors: readonly LearnedTensor[];
}

/** Some columns of a tensor. */
export interface Matrix {
  readonly tensor: LearnedTensor;
  /** Columns in order; all where it is undefined. */
  readonly columns: readonly number[] | undefined;
}

/** Calls for each run of a matrix that lies in one piece, in its tensor and in rows of `stride`. */
function eachRun(
  { tensor: { at, inputs, outputs }, columns }: Matrix,
  stride: number,
  visit: (parameter: number, packed: number, n: number) => void,
): void {
  for (let r = 0; r < inputs; r++) {
    const from = at + r * outputs;
    if (!columns) visit(from, r * stride, outputs);
    else for (const [i, c] of columns.entries()) visit(from + c, r * stride + i, 1);
  }
}

/** Copies a matrix into rows of `stride`; what is beyond its columns stays as it is. */
export function unpack({ values }: Parameters, matrix: Matrix, out: Float32Array, stride: number) {
  eachRun(matrix, stride, (from, to, n) => {
    if (n === 1) out[to] = values[from] as number;
    else out.set(values.subarray(from, from + n), to);
  });
}

/** Adds rows of `stride` to the gradients of a matrix. */
export function addGradients(
  { gradients }: Parameters,
  matrix: Matrix,
  d: Float32Array,
  stride: number,
): void {
  eachRun(matrix, stride, (to, from, n) => {
    for (let i = 0; i < n; i++) {
      gradients[to + i] = (gradients[to + i] as number) + (d[from + i] as number);
    }
  });
}
