import { packageFile } from '../../src/package.js';

/** Where npm run bench keeps what it measured. */
export const RESULTS_FILE = packageFile('test/bench/results.json');

/** What was measured of a model on the binarised MNIST test set. */
export interface ModelRow {
  readonly name: string;
  /** Of the whole .cray file. */
  readonly bytes: number;
  readonly bitsPerPixel: number;
  /** Negative ELBO, bits a pixel. */
  readonly elbo: number;
  readonly encodeSeconds: number;
  readonly decodeSeconds: number;
  /** Times as fast as the Python craystack was at its default. */
  readonly encodeOverPython: number;
  readonly decodeOverPython: number;
  /** Times as fast as gzip -9 on the packed bits in the same run. */
  readonly encodeOverGzip: number;
  readonly decodeOverGzip: number;
  /** Of the time of decoding. */
  readonly networkShare: number;
  readonly distributionShare: number;
}

/** Another compressor on the same images, eight pixels a byte. */
export interface PeerRow {
  readonly name: string;
  readonly bytes: number;
  readonly seconds: number;
}

/** What compress --unordered saves on the same images, and its time over that of ordered runs. */
export interface UnorderedRow {
  /** Of log2(n!) bits, 118,458 here. */
  readonly savedBits: number;
  readonly encodeRatio: number;
  readonly decodeRatio: number;
}

/** Speed of a codec, in symbols a second on one thread. */
export interface CodecRow {
  readonly name: string;
  readonly pushPerSecond: number;
  readonly popPerSecond: number;
}

export interface Results {
  readonly machine: string;
  readonly cores: number;
  readonly node: string;
  readonly items: number;
  readonly models: readonly ModelRow[];
  readonly unordered: UnorderedRow;
  readonly codecs: readonly CodecRow[];
  readonly peers: readonly PeerRow[];
}
