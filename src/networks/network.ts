import type { KernelExports } from '../kernels/exports.js';
import { Kernels } from '../kernels/kernels.js';
import { denseScratch, PANEL } from '../kernels/panels.js';
import { powerOfTwo } from '../kernels/powers.js';

/** A kernel that changes n singles in place. */
type InPlace = (call: KernelExports, at: number, n: number) => void;

/** What activations do, by name. */
export const activations = {
  identity: () => {},
  relu: (call, at, n) => call.reluInPlace(at, n),
  exp: (call, at, n) => call.expInPlace(at, n),
  sigmoid: (call, at, n) => call.sigmoidInPlace(at, n),
  tanh: (call, at, n) => call.tanhInPlace(at, n),
  softplus: (call, at, n) => call.softplusInPlace(at, n),
} satisfies Record<string, InPlace>;

/** Elementwise functions that a layer may end with. */
export type Activation = keyof typeof activations;
export const ACTIVATIONS = Object.keys(activations) as [Activation, ...Activation[]];

/** A dense layer: max(activation(x · weight + bias), least), and the output of another layer added. */
export interface DenseLayer {
  readonly name: string;
  /** The layer whose output goes in; the network's input where it is undefined. */
  readonly input?: string | undefined;
  readonly inputs: number;
  readonly outputs: number;
  /** [inputs, outputs] in C order. */
  readonly weight: Float32Array;
  /** [outputs] */
  readonly bias: Float32Array;
  readonly activation: Activation;
  /** What outputs are raised to where they are below it, after the activation. */
  readonly least?: number | undefined;
  /** A layer before it, of as many outputs, that is added. */
  readonly add?: string | undefined;
}

/** Rows of outputs by layer name; [rows, outputs] in C order. */
export type Outputs = ReadonlyMap<string, Float32Array>;

/**
 * A feed-forward network on the kernels, which computes equal rows once. Each row's result is the same bit for bit whatever other
 * rows are computed with it, on every machine.
 */
export class Network {
  private readonly kernels = new Kernels();
  private readonly layers: readonly Placed[];

  /**
   * @param layers in an order in which each comes after its input.
   * @param inputs width of the network's input.
   * @param wanted names of the layers whose outputs are asked for.
   * @param batch most rows a call of the kernels; a speed setting, which changes no result.
   */
  constructor(
    layers: readonly DenseLayer[],
    readonly inputs: number,
    private readonly wanted: ReadonlySet<string>,
    private readonly batch: number,
  ) {
    this.layers = layers.map((layer) => this.place(layer));
  }

  /** Multiplications for one row. */
  get work(): number {
    return this.layers.reduce((sum, { layer }) => sum + layer.inputs * layer.outputs, 0);
  }

  /** Outputs of a layer, or undefined where there is no such layer. */
  width(layer: string): number | undefined {
    return this.layers.find((placed) => placed.layer.name === layer)?.layer.outputs;
  }

  /**
   * Which inputs each output of a layer depends on, by the weights that are not 0.
   *
   * @returns [outputs, inputs] of 0 and 1.
   */
  dependencies(layer: string): Uint8Array {
    const reads = new Map<string | undefined, Uint8Array>();
    const identity = new Uint8Array(this.inputs * this.inputs);
    for (let i = 0; i < this.inputs; i++) identity[i * this.inputs + i] = 1;
    reads.set(undefined, identity);
    for (const { layer: l } of this.layers) {
      const source = reads.get(l.input) as Uint8Array;
      const own = new Uint8Array(l.outputs * this.inputs);
      for (let k = 0; k < l.inputs; k++) {
        const row = source.subarray(k * this.inputs, (k + 1) * this.inputs);
        for (let c = 0; c < l.outputs; c++) {
          if (l.weight[k * l.outputs + c] === 0) continue;
          const at = c * this.inputs;
          for (let i = 0; i < this.inputs; i++)
            own[at + i] = (own[at + i] as number) | (row[i] as number);
        }
      }
      const added = l.add && reads.get(l.add);
      if (added)
        for (let i = 0; i < own.length; i++) own[i] = (own[i] as number) | (added[i] as number);
      reads.set(l.name, own);
    }
    return reads.get(layer) as Uint8Array;
  }

  /**
   * This network in two, so that some of its layers are computed for some of the rows only: what all of
   * these layers read, and these layers themselves. Undefined unless all read one and the same layer.
   */
  split(behind: ReadonlySet<string>): SplitNetwork | undefined {
    const layers = this.layers.map(({ layer }) => layer);
    const heads = layers.filter(({ name }) => behind.has(name));
    const [first] = heads;
    const reads = first?.input;
    if (!first || reads === undefined) return undefined;
    if (heads.some(({ input, add }) => input !== reads || add !== undefined)) return undefined;
    const trunk = layers.filter(({ name }) => !behind.has(name));
    if (trunk.some(({ input, add }) => behind.has(input ?? '') || behind.has(add ?? ''))) {
      return undefined;
    }
    const wanted = new Set([...this.wanted, reads]);
    const alone = heads.map((head) => ({ ...head, input: undefined }));
    return {
      trunk: new Network(trunk, this.inputs, wanted, this.batch),
      reads,
      heads: new Network(alone, first.inputs, behind, this.batch),
    };
  }

  /** @param x [rows, inputs] in C order. */
  evaluate(x: Float32Array): Outputs {
    const rows = x.length / this.inputs;
    const outputs = new Map<string, Float32Array>();
    for (const { layer } of this.layers) {
      if (this.wanted.has(layer.name)) {
        outputs.set(layer.name, new Float32Array(rows * layer.outputs));
      }
    }
    for (let from = 0; from < rows; from += this.batch) {
      this.evaluateBatch(x, from, Math.min(this.batch, rows - from), outputs);
    }
    return outputs;
  }

  private evaluateBatch(x: Float32Array, from: number, given: number, outputs: Outputs): void {
    const { call } = this.kernels;
    const all = x.length / this.inputs;
    const widest = Math.max(...this.layers.map(({ layer }) => layer.inputs));
    const bits = 33 - Math.clz32(given);
    const cells = powerOfTwo(bits);
    const widestWanted = Math.max(0, ...[...outputs.values()].map(({ length }) => length / all));
    const [inputAt, scratch, indexAt, tableAt, spreadAt, ...at] = this.kernels.layout(
      4 * given * this.inputs,
      denseScratch(widest),
      4 * given,
      4 * cells,
      4 * given * widestWanted,
      ...this.layers.map(({ panels }) => 4 * given * panels * PANEL),
    ) as unknown as [number, number, number, number, number, ...number[]];
    const n = given * this.inputs;
    this.kernels.f32(inputAt, n).set(x.subarray(from * this.inputs, from * this.inputs + n));
    this.kernels.u32(tableAt, cells).fill(0);
    const rows = call.distinctRows(inputAt, given, this.inputs, indexAt, tableAt, bits);
    const places = new Map<string | undefined, { at: number; stride: number }>();
    places.set(undefined, { at: inputAt, stride: this.inputs });
    this.layers.forEach(({ layer, weightAt, biasAt, panels }, i) => {
      const source = places.get(layer.input) as { at: number; stride: number };
      const out = at[i] as number;
      const stride = panels * PANEL;
      call.dense(
        source.at,
        weightAt,
        biasAt,
        out,
        rows,
        source.stride,
        layer.inputs,
        panels,
        scratch,
      );
      activations[layer.activation](call, out, rows * stride);
      if (layer.least !== undefined) call.raiseInPlace(out, layer.least, rows * stride);
      const added = layer.add && places.get(layer.add);
      if (added) call.addInPlace(out, added.at, rows * stride);
      places.set(layer.name, { at: out, stride });
      const wanted = outputs.get(layer.name);
      if (wanted) {
        const { outputs: width } = layer;
        call.spreadRows(out, stride, indexAt, given, width, spreadAt);
        wanted.set(this.kernels.f32(spreadAt, given * width), from * width);
      }
    });
  }

  /** Copies a layer's weights into the kernels' memory, in panels of 8 columns. */
  private place(layer: DenseLayer): Placed {
    const { inputs, outputs, weight, bias } = layer;
    const panels = Math.ceil(outputs / PANEL);
    const weightAt = this.kernels.reserve(4 * inputs * panels * PANEL);
    const biasAt = this.kernels.reserve(4 * panels * PANEL);
    const packed = this.kernels.f32(weightAt, inputs * panels * PANEL);
    for (let k = 0; k < inputs; k++) {
      for (let c = 0; c < outputs; c++) {
        const at = (Math.floor(c / PANEL) * inputs + k) * PANEL + (c % PANEL);
        packed[at] = weight[k * outputs + c] as number;
      }
    }
    this.kernels.f32(biasAt, outputs).set(bias);
    return { layer, weightAt, biasAt, panels };
  }
}

/** A network in two. */
export interface SplitNetwork {
  /** Gives what the heads read, and what is asked for of the layers before them. */
  readonly trunk: Network;
  /** The layer of the trunk that the heads read. */
  readonly reads: string;
  readonly heads: Network;
}

/** A layer with its weights in the kernels' memory. */
interface Placed {
  readonly layer: DenseLayer;
  readonly weightAt: number;
  readonly biasAt: number;
  readonly panels: number;
}
