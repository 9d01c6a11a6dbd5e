import { createHash } from 'node:crypto';
import { hex } from '../../bytes/hex.js';
import { digestText, isDigest } from '../../container/digests.js';
import type { Front } from '../../container/front.js';
import { digestOfPieces, type JoinedPiece } from '../../container/pieces.js';
import type { Trailer } from '../../container/trailer.js';
import { recountHead } from '../../data/heads.js';
import { CrayError } from '../../errors.js';
import { counted } from '../../words.js';
import { updateDigest } from '../digest.js';
import type { DecodedChunk, DecodedItems } from './decoder.js';

/**
 * Checks what is restored of a part against what was compressed: against the digest of the original
 * file or, where files were joined, against that of each of them.
 */
export class RestoredCheck {
  /** Items so far. */
  items = 0;
  /** Bytes after the items so far. */
  residueBytes = 0;
  private hash = createHash('sha256');
  /** Which of the joined files it is at. */
  private at = 0;
  /** Items of this file that are still to come. */
  private left = Number.POSITIVE_INFINITY;

  /** @throws CrayError CORRUPT where the head is not that of the joined files together. */
  constructor(private readonly front: Front) {
    const { header, pieces: joined } = front;
    if (!joined) {
      this.hash.update(header.head);
      return;
    }
    const items = joined.reduce((n, file) => n + file.items, 0);
    joined.forEach(({ head }, i) => {
      const expected = recountHead(header.dataFormat, head, items);
      if (Buffer.compare(expected, header.head) === 0) return;
      const message = `expected ${hex(expected)} by piece ${i + 1}, got ${hex(header.head)}`;
      throw new CrayError('CORRUPT', `header: head: ${message}`);
    });
    this.begin(joined);
  }

  /** Takes in what came of a chunk. @throws CrayError CORRUPT */
  add(chunk: DecodedChunk): void {
    if (chunk.kind === 'residue') this.addResidue(chunk.bytes);
    else this.addItems(chunk);
  }

  private addItems({ piece, items }: DecodedItems): void {
    this.goOn();
    if (items > this.left) {
      throw new CrayError('CORRUPT', `piece ${this.at + 1}: a chunk goes beyond its end`);
    }
    updateDigest(this.hash, piece, items);
    this.items += items;
    this.left -= items;
  }

  private addResidue(bytes: Uint8Array): void {
    if (this.front.pieces) throw new CrayError('CORRUPT', 'joined files have no tail');
    this.hash.update(bytes);
    this.residueBytes += bytes.length;
  }

  /** @throws CrayError CORRUPT unless all is as it was. */
  end({ items, tail, digest }: Trailer): void {
    if (items !== this.items) {
      const message = `expected ${this.items} as the chunks have, got ${items}`;
      throw new CrayError('CORRUPT', `trailer: items: ${message}`);
    }
    const { pieces: joined } = this.front;
    if (joined) {
      this.endJoined(joined, tail);
      checkDigest(digest, digestOfPieces(joined, this.front.header.digestBytes));
    } else {
      checkDigest(digest, this.hash.update(tail).digest());
    }
  }

  private endJoined(joined: readonly JoinedPiece[], tail: Uint8Array): void {
    if (tail.length > 0) throw new CrayError('CORRUPT', 'trailer: joined files have no tail');
    this.goOn();
    if (this.left > 0) {
      throw new CrayError('CORRUPT', `piece ${this.at + 1}: lacks ${counted(this.left, 'item')}`);
    }
    this.finish(joined);
  }

  /** To the next file that has items, if this one is at its end; the last stays. */
  private goOn(): void {
    const { pieces: joined } = this.front;
    while (joined && this.left === 0 && this.at < joined.length - 1) {
      this.finish(joined);
      this.at++;
      this.begin(joined);
    }
  }

  private begin(joined: readonly JoinedPiece[]): void {
    const { items, head } = joined[this.at] as JoinedPiece;
    this.left = items;
    this.hash = createHash('sha256').update(head);
  }

  private finish(joined: readonly JoinedPiece[]): void {
    checkDigest((joined[this.at] as JoinedPiece).digest, this.hash.digest());
  }
}

function checkDigest(expected: Uint8Array, got: Uint8Array): void {
  if (!isDigest(expected, got)) {
    const message = `expected ${digestText(expected)}, got ${hex(got)}`;
    throw new CrayError('CORRUPT', `the checksum of the restored data does not match: ${message}`);
  }
}
