import { CrayError } from '../errors.js';
import { counted } from '../words.js';

/** A named array of single-precision weights. */
export interface Tensor {
  /** Sizes, outermost first. */
  readonly shape: readonly number[];
  /** Elements in C order. */
  readonly values: Float32Array;
}

const MAX_HEADER = 1 << 24;

/**
 * Reads a safetensors file whose tensors are all F32: eight bytes with the length of a JSON header
 * (little-endian), the header, then the data.
 *
 * Strict: tensors must tile the data without gaps, overlaps or trailing bytes, and every element
 * must be finite, since a NaN would only show after coding has begun.
 *
 * @throws CrayError WEIGHTS_INVALID naming the tensor and what is wrong with it.
 */
export function readSafetensors(bytes: Uint8Array): Map<string, Tensor> {
  const { header, start, view } = readHeader(bytes);
  const tensors = new Map<string, Tensor>();
  const spans: [number, number][] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
    if (dtype !== 'F32') throw fail(`${name}: expected dtype F32, got ${JSON.stringify(dtype)}`);
    if (!isSizes(shape)) throw fail(`${name}: bad shape ${JSON.stringify(shape)}`);
    if (!isSizes(offsets) || offsets.length !== 2) {
      throw fail(`${name}: bad data_offsets ${JSON.stringify(offsets)}`);
    }
    const [from, to] = offsets as [number, number];
    const count = shape.reduce((a, b) => a * b, 1);
    if (to - from !== 4 * count || start + to > bytes.length) {
      throw fail(`${name}: shape [${shape}] does not fit data_offsets [${from},${to}]`);
    }
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const value = view.getFloat32(start + from + 4 * i, true);
      if (!Number.isFinite(value)) throw fail(`${name}: element ${i} is ${value}`);
      values[i] = value;
    }
    tensors.set(name, { shape, values });
    spans.push([from, to]);
  }

  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let end = 0;
  for (const [from, to] of spans) {
    if (from !== end) throw fail(`tensors do not tile the data at byte ${end}`);
    end = to;
  }
  if (start + end !== bytes.length) {
    throw fail(`expected ${counted(start + end, 'byte')}, got ${bytes.length}`);
  }
  return tensors;
}

/** The texts that a safetensors file carries beside its tensors. @throws CrayError WEIGHTS_INVALID */
export function readMetadata(bytes: Uint8Array): Readonly<Record<string, string>> {
  const { __metadata__: metadata } = readHeader(bytes).header;
  return typeof metadata === 'object' && metadata !== null ? { ...metadata } : {};
}

interface Header {
  readonly header: Readonly<Record<string, unknown>>;
  /** Where the data begin. */
  readonly start: number;
  readonly view: DataView;
}

function readHeader(bytes: Uint8Array): Header {
  if (bytes.length < 8) throw fail(`expected at least 8 bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(MAX_HEADER, bytes.length - 8))) {
    throw fail(`header of ${counted(length, 'byte')} does not fit in a file of ${bytes.length}`);
  }
  const start = 8 + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)));
  } catch (cause) {
    throw new CrayError('WEIGHTS_INVALID', 'weights: the header is not JSON', { cause });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw fail('expected the header to be a JSON object');
  }
  return { header: header as Record<string, unknown>, start, view };
}

function fail(what: string): CrayError {
  return new CrayError('WEIGHTS_INVALID', `weights: ${what}`);
}

/** Writes tensors as a safetensors file; the inverse of {@link readSafetensors}. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Record<string, string> = {},
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + 4 * values.length] };
    offset += 4 * values.length;
  }
  let json = JSON.stringify(header);
  json += ' '.repeat(-Buffer.byteLength(json) & 7);
  const head = new TextEncoder().encode(json);
  const out = new Uint8Array(8 + head.length + offset);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, BigInt(head.length), true);
  out.set(head, 8);
  let at = 8 + head.length;
  for (const { values } of tensors.values()) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return out;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
