import { kernels } from '../../src/kernels/kernels.js';
import { denseScratch, PANEL } from '../../src/kernels/panels.js';

type InPlace =
  | 'expInPlace'
  | 'logInPlace'
  | 'sigmoidInPlace'
  | 'tanhInPlace'
  | 'softplusInPlace'
  | 'reluInPlace';

/** Runs an elementwise kernel over a copy of x. */
export function elementwise(name: InPlace, x: Float32Array): Float32Array {
  const [at] = kernels.layout(4 * x.length);
  kernels.f32(at, x.length).set(x);
  kernels.call[name](at, x.length);
  return kernels.f32(at, x.length).slice();
}

/** A matrix, row after row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/**
 * x · w + bias by the dense kernel.
 *
 * @param inputs how many columns of x count; the others are there to be skipped.
 * @param w [inputs, columns]
 */
export function denseLayer(x: Matrix, inputs: number, w: Matrix, bias: Float32Array): Float32Array {
  const panels = Math.ceil(w.columns / PANEL);
  const width = panels * PANEL;
  const [xAt, wAt, biasAt, outAt, scratch] = kernels.layout(
    x.data.byteLength,
    4 * inputs * width,
    4 * width,
    4 * x.rows * width,
    denseScratch(inputs),
  );
  kernels.f32(xAt, x.data.length).set(x.data);
  const packed = kernels.f32(wAt, inputs * width).fill(0);
  for (let k = 0; k < inputs; k++) {
    for (let c = 0; c < w.columns; c++) {
      const panel = Math.floor(c / PANEL);
      packed[(panel * inputs + k) * PANEL + (c % PANEL)] = w.data[k * w.columns + c] as number;
    }
  }
  kernels.f32(biasAt, width).fill(0).set(bias);
  kernels.call.dense(xAt, wAt, biasAt, outAt, x.rows, x.columns, inputs, panels, scratch);
  const out = new Float32Array(x.rows * w.columns);
  for (let r = 0; r < x.rows; r++) {
    out.set(kernels.f32(outAt + 4 * r * width, w.columns), r * w.columns);
  }
  return out;
}
