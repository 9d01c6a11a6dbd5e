import { expect } from 'chai';
import { npyFile } from '../data/npyFile.js';
import { zipFile } from '../data/zipFile.js';
import { letters, writer } from './bytesOf.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

const FILES = [
  ['a.npy', npyFile('<f4', [3, 5], new Uint8Array(60))],
  ['notes.txt', Buffer.from('of what this is')],
  ['b.npy', npyFile('>i2', [4], new Uint8Array(8), { fortran: true })],
] as const;

const EXPECTED = ['npz', 'a.values: f32 at 163, 3*20 5*4', 'b.values: i16 big at 440, 4*2'];

/** A zip file of one file, whose numbers are in extra fields. */
function zip64File(name: string, bytes: Uint8Array): Buffer {
  const { u16, u32, u64 } = writer();
  const none = 0xffffffff;
  const common = Buffer.concat([u16(45, 0, 0), u32(0, 0, none, none), u16(name.length, 20)]);
  const extra = Buffer.concat([u16(1, 16), u64(bytes.length, bytes.length)]);
  const local = Buffer.concat([letters('PK\x03\x04'), common, letters(name), extra, bytes]);
  const more = Buffer.concat([u16(1, 24), u64(bytes.length, bytes.length, 0)]);
  common.writeUInt16LE(more.length, common.length - 2);
  const rest = Buffer.concat([u16(0, 0, 0), u32(0, none)]);
  const entry = [letters('PK\x01\x02'), u16(45), common, rest, letters(name), more];
  const directory = Buffer.concat(entry);
  const end = local.length + directory.length;
  const wide = [u64(44), u16(45, 45), u32(0, 0), u64(1, 1, directory.length, local.length)];
  const last = [u16(0, 0, 0xffff, 0xffff), u32(none, none), u16(0)];
  return Buffer.concat([
    local,
    directory,
    ...[letters('PK\x06\x06'), ...wide, letters('PK\x06\x07'), u32(0), u64(end), u32(1)],
    ...[letters('PK\x05\x06'), ...last],
  ]);
}

describe('the layout of npz', () => {
  it('has the fields of each array that is stored as it is', () => {
    expect(fieldsSaid(zipFile(FILES, false))).to.deep.equal(EXPECTED);
    expect(fieldsSaid(zipFile(FILES, true))).to.deep.equal(['npz: it has no numbers']);
  });

  it('finds files by numbers of 64 bits', () => {
    const file = zip64File('a.npy', npyFile('<f4', [3, 5], new Uint8Array(60)));
    expect(fieldsSaid(file)).to.deep.equal(['npz', 'a.values: f32 at 183, 3*20 5*4']);
    checkDamaged(file);
  }).timeout(60_000);

  it('ends where a file inside does', () => {
    const cut = npyFile('<f4', [30, 5], new Uint8Array(60));
    const lines = fieldsSaid(zipFile([['a.npy', cut]], false));
    expect(lines).to.deep.equal(['npz', 'a.values: f32 at 163, 3*20 5*4']);
  });

  it('is none without a directory', () => {
    const file = zipFile(FILES, false);
    expect(fieldsSaid(file.subarray(0, -30))).to.deep.equal(['npz: it has no directory']);
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(zipFile(FILES, false), { runs: 3000 });
  }).timeout(60_000);
});
