import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const KERNELS = fileURLToPath(new URL('../../src/kernels/compiled/kernels.wasm', import.meta.url));
/** Of binaryen, which assemblyscript brings; as a program, since as a module it takes 10 s to load. */
const DISASSEMBLER = fileURLToPath(
  new URL('../../node_modules/binaryen/bin/wasm-dis', import.meta.url),
);

/** A module's text form. */
function textOf(file: string): string {
  return execFileSync(process.execPath, [DISASSEMBLER, file, '--all-features'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}

/** The text form of (module (func (param v128 v128 v128) (result v128) …)) with one instruction. */
function textOfInstruction(...opcode: number[]): string {
  const section = (id: number, ...content: number[]) => [id, content.length, ...content];
  const body = [0x00, 0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfd, ...opcode, 0x0b];
  const folder = mkdtempSync(join(tmpdir(), 'craystack-'));
  try {
    const file = join(folder, 'one.wasm');
    writeFileSync(
      file,
      Uint8Array.from([
        ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
        ...section(1, 0x01, 0x60, 0x03, 0x7b, 0x7b, 0x7b, 0x01, 0x7b),
        ...section(3, 0x01, 0x00),
        ...section(10, 0x01, body.length, ...body),
      ]),
    );
    return textOf(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('kernels.wasm', () => {
  // The results of relaxed instructions may differ between machines.
  it('has no relaxed SIMD', () => {
    const text = textOf(KERNELS);
    expect(text).to.include('f32x4.mul');
    expect(text).not.to.include('relaxed');
  });

  it('would be seen to have some', () => {
    expect(textOfInstruction(0x85, 0x02)).to.include('f32x4.relaxed_madd');
    expect(textOfInstruction(0x52)).to.include('v128.bitselect').and.not.to.include('relaxed');
  });

  // It is told how far a call is, and answers nothing: no bit can depend on it.
  it('imports nothing but who hears how far it is, which gives nothing back', () => {
    const module = new WebAssembly.Module(readFileSync(KERNELS));
    expect(WebAssembly.Module.imports(module)).to.deep.equal([
      { module: 'work', name: 'worked', kind: 'function' },
    ]);
    const text = textOf(KERNELS);
    const [, type] = /\(import "work" "worked" \(func \S+ (.*)\)\)$/m.exec(text) ?? [];
    expect(type).to.match(/^\(param i32\)$|^\(type \S+\) \(param i32\)$/);
  });
});
