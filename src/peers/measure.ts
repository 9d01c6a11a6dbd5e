import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputsOf, type PeerData } from './inputs.js';
import { PEER_PROGRAMS, type Peer, type PeerProgram } from './peer.js';

/** What another compressor made of a data set. */
export interface PeerFigures {
  readonly bytes: number;
  /** Of whole processes, the fastest of some. */
  readonly encodeSeconds: number;
  readonly decodeSeconds: number;
}

/** A program that is installed. */
export interface InstalledPeer {
  readonly program: PeerProgram;
  readonly version: string;
}

/** What is done in less is done again, up to so often. */
const SHORT_SECONDS = 0.5;
const MOST_RUNS = 3;
/** What takes longer is given up. */
const MOST_SECONDS = 120;

/** The programs that are on this machine, with their versions. */
export async function installedPeers(): Promise<InstalledPeer[]> {
  const found: InstalledPeer[] = [];
  for (const program of PEER_PROGRAMS) {
    const { status, output } = await run(program.version.split(' '));
    const version = /\d+(\.\d+)+/.exec(output)?.[0];
    if (status === 0) found.push({ program, version: version ?? 'unknown' });
  }
  return found;
}

/** Runs compressors on a data set. */
export class PeerBench {
  private readonly inputs;

  /** @param folder an empty one, for files; what is in it in the end is of no use. */
  constructor(
    data: PeerData,
    private readonly folder: string,
  ) {
    this.inputs = inputsOf(data);
  }

  /** Whether a compressor is made for such data. */
  fits({ takes }: Peer): boolean {
    return this.inputs.has(takes);
  }

  /**
   * Compresses and restores once, or some times where that is quick.
   *
   * @param runs most times.
   * @returns undefined where it does not fit, fails, takes more than two minutes, or does not give back
   * what it was given.
   */
  async measure(peer: Peer, runs = MOST_RUNS): Promise<PeerFigures | undefined> {
    const input = this.inputs.get(peer.takes);
    if (!input) return undefined;
    const path = (name: string) => join(this.folder, name);
    const [plain, packed, back] = [
      path(`plain${input.ending}`),
      path(packedName(peer)),
      path(`back${input.ending}`),
    ];
    writeFileSync(plain, input.bytes);
    let [encodeSeconds, decodeSeconds] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let i = 0; i < runs; i++) {
      const encoded = await timed(peer.encode, plain, packed);
      const decoded = encoded && (await timed(peer.decode, packed, back));
      if (!decoded) return undefined;
      encodeSeconds = Math.min(encodeSeconds, encoded);
      decodeSeconds = Math.min(decodeSeconds, decoded);
      if (encoded + decoded > SHORT_SECONDS) break;
    }
    const restored = readFileSync(back);
    if (!sameContent(restored, input.bytes, peer.takes)) return undefined;
    return { bytes: readFileSync(packed).length, encodeSeconds, decodeSeconds };
  }
}

/** Whether the same bytes came back, or of a picture the same samples: their headers may differ. */
function sameContent(a: Buffer, b: Uint8Array, takes: Peer['takes']): boolean {
  if (takes !== 'picture' && takes !== 'colours') return a.equals(b);
  const samples = (bytes: Uint8Array) => {
    const [head = ''] =
      /^P[56]\s+\d+\s+\d+\s+\d+\s/.exec(Buffer.from(bytes.subarray(0, 64)).toString('latin1')) ??
      [];
    return bytes.subarray(head.length);
  };
  return Buffer.compare(samples(a), samples(b)) === 0;
}

/** Programs for pictures tell by the ending what a file is. */
function packedName({ program }: Peer): string {
  return `packed.${{ cjxl: 'jxl', cwebp: 'webp' }[program] ?? program}`;
}

/** Runs a command line. @returns seconds, or undefined where it fails. */
async function timed(line: string, from: string, to: string): Promise<number | undefined> {
  const words = line.split(' ').map((word) => (word === 'IN' ? from : word === 'OUT' ? to : word));
  const out = line.includes('OUT') ? undefined : openSync(to, 'w');
  try {
    const started = performance.now();
    const { status } = await run(words, out);
    return status === 0 ? (performance.now() - started) / 1000 : undefined;
  } finally {
    if (out !== undefined) closeSync(out);
  }
}

function run(
  [command = '', ...args]: readonly string[],
  out?: number,
): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', out ?? 'pipe', 'pipe'],
      // Not `timeout`: its timer is not cleared for a program that is not there, and holds the process.
      signal: AbortSignal.timeout(1000 * MOST_SECONDS),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        output += data;
      });
    }
    child.on('error', () => resolve({ status: null, output }));
    child.on('close', (status) => resolve({ status, output }));
  });
}
