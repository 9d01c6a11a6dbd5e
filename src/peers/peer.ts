/** What a compressor is given of a data set. */
export type PeerInput =
  /** The file. */
  | 'file'
  /** All items as one picture, a PGM or PPM. */
  | 'picture'
  /** The same as a PPM of 8 bits. */
  | 'colours'
  /** A WAV file. */
  | 'sound'
  /** A file of coefficients, which has to come back as it is. */
  | 'coefficients';

/** Another compressor, at one of its settings. */
export interface Peer {
  /** The program and its setting: "xz -9e". */
  readonly name: string;
  /** The program, which stands for all of its settings. */
  readonly program: string;
  readonly takes: PeerInput;
  /** Command lines, in which IN and OUT stand for files; without OUT, the output is standard output. */
  readonly encode: string;
  readonly decode: string;
}

/** A program that has a say as several {@link Peer}s. */
export interface PeerProgram {
  readonly program: string;
  /** The package of Debian that has it. */
  readonly package: string;
  /** Says its version. */
  readonly version: string;
  readonly peers: readonly Peer[];
}

/** Settings of a program: their names, and command lines in which LEVEL stands for them. */
function levels(
  program: string,
  takes: PeerInput,
  some: readonly string[],
  encode: string,
  decode: string,
): Peer[] {
  return some.map((level) => ({
    name: `${program} ${level}`,
    program,
    takes,
    encode: encode.replace('LEVEL', level),
    decode,
  }));
}

/** All that is compared with, each on one thread, at a setting for speed and at its best. */
export const PEER_PROGRAMS: readonly PeerProgram[] = [
  {
    program: 'xz',
    package: 'xz-utils',
    version: 'xz --version',
    peers: levels('xz', 'file', ['-1', '-9e'], 'xz LEVEL -T1 -c IN', 'xz -dc -T1 IN'),
  },
  {
    program: 'zstd',
    package: 'zstd',
    version: 'zstd --version',
    peers: levels('zstd', 'file', ['-3', '--ultra -22'], 'zstd LEVEL -T1 -qc IN', 'zstd -dqc IN'),
  },
  {
    program: 'brotli',
    package: 'brotli',
    version: 'brotli --version',
    peers: levels('brotli', 'file', ['-q 4', '-q 11'], 'brotli LEVEL -w 24 -c IN', 'brotli -dc IN'),
  },
  {
    program: 'cjxl',
    package: 'libjxl-tools',
    version: 'cjxl --version',
    peers: [
      ...levels(
        'cjxl',
        'picture',
        ['-e 3', '-e 7', '-e 9'],
        'cjxl -d 0 LEVEL --num_threads=0 IN OUT',
        'djxl --num_threads=0 IN OUT',
      ),
      ...levels(
        'cjxl',
        'coefficients',
        ['--lossless_jpeg=1 -e 3', '--lossless_jpeg=1 -e 9'],
        'cjxl LEVEL --num_threads=0 IN OUT',
        'djxl --num_threads=0 IN OUT',
      ),
    ],
  },
  {
    program: 'cwebp',
    package: 'webp',
    version: 'cwebp -version',
    peers: levels(
      'cwebp',
      'colours',
      ['-z 3', '-z 9'],
      'cwebp -quiet -lossless LEVEL IN -o OUT',
      'dwebp -quiet IN -ppm -o OUT',
    ),
  },
  {
    program: 'flac',
    package: 'flac',
    version: 'flac --version',
    peers: levels(
      'flac',
      'sound',
      ['-2', '-8'],
      'flac -s LEVEL --no-padding -c IN',
      'flac -sdc IN',
    ),
  },
];
