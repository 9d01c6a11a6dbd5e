import { createHash } from 'node:crypto';
import { hex } from '../../bytes/hex.js';
import type { Front } from '../../container/front.js';
import { digestOfPieces, type JoinedPiece } from '../../container/pieces.js';
import type { Trailer } from '../../container/trailer.js';
import type { Piece } from '../../data/dataset.js';
import { recountHead } from '../../data/heads.js';
import { CrayError } from '../../errors.js';
import { updateDigest } from '../digest.js';

/**
 * Checks what is restored of a part against what was compressed: against the digest of the original
 * file or, where files were joined, against that of each of them.
 */
export class RestoredCheck {
  /** Items so far. */
  items = 0;
  private hash = createHash('sha256');
  private piece = 0;
  /** Items of the present piece that are still to come. */
  private left = Number.POSITIVE_INFINITY;

  /** @throws CrayError CORRUPT where the head is not that of the pieces together. */
  constructor(private readonly front: Front) {
    const { header, pieces } = front;
    if (!pieces) {
      this.hash.update(header.head);
      return;
    }
    const items = pieces.reduce((n, piece) => n + piece.items, 0);
    pieces.forEach(({ head }, i) => {
      const expected = recountHead(header.dataFormat, head, items);
      if (Buffer.compare(expected, header.head) === 0) return;
      const message = `expected ${hex(expected)} by piece ${i + 1}, got ${hex(header.head)}`;
      throw new CrayError('CORRUPT', `header: head: ${message}`);
    });
    this.begin(pieces);
  }

  /** Takes in the items of a chunk. @throws CrayError CORRUPT */
  add(piece: Piece, items: number): void {
    this.goOn();
    if (items > this.left) {
      throw new CrayError('CORRUPT', `piece ${this.piece + 1}: a chunk goes beyond its end`);
    }
    updateDigest(this.hash, piece, items);
    this.items += items;
    this.left -= items;
  }

  /** Takes in bytes after the items, as far as the trailer does not have them. @throws CrayError CORRUPT */
  addTail(bytes: Uint8Array): void {
    if (this.front.pieces) throw new CrayError('CORRUPT', 'joined files have no tail');
    this.hash.update(bytes);
  }

  /** @throws CrayError CORRUPT unless all is as it was. */
  end({ items, tail, digest }: Trailer): void {
    if (items !== this.items) {
      const message = `expected ${this.items} as the chunks have, got ${items}`;
      throw new CrayError('CORRUPT', `trailer: items: ${message}`);
    }
    const { pieces } = this.front;
    if (pieces) {
      this.endPieces(pieces, tail);
      checkDigest(digest, digestOfPieces(pieces));
    } else {
      checkDigest(digest, this.hash.update(tail).digest());
    }
  }

  private endPieces(pieces: readonly JoinedPiece[], tail: Uint8Array): void {
    if (tail.length > 0) throw new CrayError('CORRUPT', 'trailer: joined files have no tail');
    this.goOn();
    if (this.left > 0) {
      throw new CrayError('CORRUPT', `piece ${this.piece + 1}: ${this.left} items are not there`);
    }
    this.finish(pieces);
  }

  /** To the next piece that has items, if this one is at its end; the last stays. */
  private goOn(): void {
    const { pieces } = this.front;
    while (pieces && this.left === 0 && this.piece < pieces.length - 1) {
      this.finish(pieces);
      this.piece++;
      this.begin(pieces);
    }
  }

  private begin(pieces: readonly JoinedPiece[]): void {
    const { items, head } = pieces[this.piece] as JoinedPiece;
    this.left = items;
    this.hash = createHash('sha256').update(head);
  }

  private finish(pieces: readonly JoinedPiece[]): void {
    checkDigest((pieces[this.piece] as JoinedPiece).digest, this.hash.digest());
  }
}

function checkDigest(expected: Uint8Array, got: Uint8Array): void {
  if (Buffer.compare(expected, got) !== 0) {
    const message = `expected SHA-256 ${hex(expected)}, got ${hex(got)}`;
    throw new CrayError('CORRUPT', `the checksum of the restored data does not match: ${message}`);
  }
}
