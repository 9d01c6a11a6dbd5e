/** A state of the arithmetic that decides bits. */
export interface Revision {
  /** Its number, from 1 on. */
  readonly revision: number;
  /** The version of the program that had it first. */
  readonly since: string;
  /** SHA-256 of the compiled module, hexadecimal: N.wasm beside this file. */
  readonly sha256: string;
}

/** All that there ever were, the newest last. `npm run revision` adds one. */
export const REVISIONS: readonly Revision[] = [
  {
    revision: 1,
    since: '0.2.0',
    sha256: '5090513b7da0efbab7a410ca1f79834cd4f6dc2118c76c343b88da8cca48d709',
  },
  {
    revision: 2,
    since: '0.3.0',
    sha256: '3f6028ffc7be8f78ba3afb8ba82dbbbaf5b8e0b5b9776a6c25c7433c1085ae77',
  },
  {
    revision: 3,
    since: '0.3.0',
    sha256: '033483d5285de97e22fd9a219059d189818238f7bd3e96c1879078693a15ab91',
  },
  {
    revision: 4,
    since: '0.3.0',
    sha256: '74aaeff57d9041bc04d0e7966a771abf81735863cbc1a43c0cf07ec2e2a5726e',
  },
  {
    revision: 5,
    since: '0.3.0',
    sha256: '0e38b0b1ac4aac8855a1b40b999baf9c2081dab50aabab0d30ad7385711a3e06',
  },
];
