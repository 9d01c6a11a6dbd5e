import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packBits } from '../../src/pipeline/chunk/plain.js';

/** Another compressor on the same images, eight pixels a byte. */
export interface PeerRow {
  readonly name: string;
  readonly bytes: number;
  readonly seconds: number;
}

const SIDE = 28;

/** What other compressors, those that are installed, make of square images of bits. */
export function measurePeers(elements: Uint8Array): PeerRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'craystack-peers-'));
  try {
    const path = (name: string) => join(folder, name);
    // Codecs of images do best on one big image, 100 by 100 of them.
    const { side, pixels } = mosaic(elements);
    const bits = Uint8Array.from(packBits(pixels, 1), reverse);
    writeFileSync(path('bits'), packBits(elements, 1));
    writeFileSync(path('grid.pbm'), Buffer.concat([Buffer.from(`P4\n${side} ${side}\n`), bits]));
    const gray = pixels.map((p) => 255 * p);
    writeFileSync(
      path('grid.pgm'),
      Buffer.concat([Buffer.from(`P5\n${side} ${side}\n255\n`), gray]),
    );

    const measure = (name: string, [command, ...args]: [string, ...string[]], file?: string) => {
      const start = performance.now();
      const { status, stdout } = spawnSync(command, args, { maxBuffer: 1 << 26 });
      const seconds = (performance.now() - start) / 1000;
      if (status !== 0) return [];
      return [{ name, bytes: file ? readFileSync(file).length : stdout.length, seconds }];
    };
    const in_ = path('bits');
    const jbg = path('grid.jbg');
    const jxl = path('grid.jxl');
    return [
      ...measure('gzip -9', ['gzip', '-9c', in_]),
      ...measure('bzip2 -9', ['bzip2', '-9c', in_]),
      ...measure('xz -9e', ['xz', '-9ec', in_]),
      ...measure('zstd --ultra -22', ['zstd', '--ultra', '-22', '-qc', in_]),
      ...measure('JBIG1, one big image', ['pbmtojbg', '-q', path('grid.pbm'), jbg], jbg),
      ...measure(
        'JPEG XL -e 9, one big image',
        ['cjxl', '-d', '0', '-e', '9', path('grid.pgm'), jxl],
        jxl,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All images side by side, as many rows as columns. */
function mosaic(elements: Uint8Array): { side: number; pixels: Uint8Array } {
  const across = Math.floor(Math.sqrt(elements.length / (SIDE * SIDE)));
  const side = across * SIDE;
  const pixels = new Uint8Array(side * side);
  for (let i = 0; i < across * across; i++) {
    for (let y = 0; y < SIDE; y++) {
      const at = i * SIDE * SIDE + y * SIDE;
      const row = Math.floor(i / across) * SIDE + y;
      pixels.set(elements.subarray(at, at + SIDE), row * side + (i % across) * SIDE);
    }
  }
  return { side, pixels };
}

/** The bits of a byte in reverse: PBM begins with the highest. */
function reverse(byte: number): number {
  let out = 0;
  for (let b = 0; b < 8; b++) out |= ((byte >> b) & 1) << (7 - b);
  return out;
}
