import { expect } from 'chai';
import { letters, writer } from './bytesOf.js';
import { checkDamaged, fieldsSaid } from './layoutFiles.js';

const HEADER = [
  'comment made by hand',
  'element vertex 4',
  'property float x',
  'property double y',
  'property uchar red',
  'element face 2',
  'property list uchar int vertex_indices',
  'property short material',
  'element edge 3',
  'property uint16 from',
];

function plyFile(lines: readonly string[], numbers: Uint8Array, order = 'little'): Buffer {
  const text = ['ply', `format binary_${order}_endian 1.0`, ...lines, 'end_header', ''].join('\n');
  return Buffer.concat([letters(text), numbers]);
}

/** Vertices, faces of so many corners, and edges. */
function numbersOf(...corners: readonly number[]): Buffer {
  const { u16, i32 } = writer();
  const faces = corners.flatMap((n) => [Buffer.of(n), i32(...Array(n).fill(1)), u16(7)]);
  return Buffer.concat([Buffer.alloc(4 * 13), ...faces, u16(1, 2, 3)]);
}

/** Offsets from the end of the header. */
function said(lines: readonly string[], numbers: Uint8Array, order?: string): string[] {
  const file = plyFile(lines, numbers, order);
  const from = file.length - numbers.length;
  return fieldsSaid(file).map((line) =>
    line.replace(/ at (\d+)/, (_, at: string) => ` at ${Number(at) - from}`),
  );
}

const VERTICES = [
  'PLY',
  'vertex.x: f32 at 0, 4*13',
  'vertex.y: f64 at 4, 4*13',
  'vertex.red: u8 at 12, 4*13',
];

describe('the layout of PLY', () => {
  it('has a field for each property, and for lists that are all of one length', () => {
    expect(said(HEADER, numbersOf(3, 3))).to.deep.equal([
      ...VERTICES,
      'face.vertex_indices count: u8 at 52, 2*15',
      'face.vertex_indices: i32 at 53, 2*15 3*4',
      'face.material: i16 at 65, 2*15',
      'edge.from: u16 at 82, 3*2',
    ]);
    expect(said(HEADER.slice(0, 5), Buffer.alloc(52), 'big')[2]).to.equal(
      'vertex.y: f64 big at 4, 4*13',
    );
  });

  it('leaves lists of several lengths as bytes, and knows where they end', () => {
    expect(said(HEADER, numbersOf(3, 4))).to.deep.equal([...VERTICES, 'edge.from: u16 at 86, 3*2']);
    expect(said(HEADER, numbersOf(3, 3).subarray(0, 70))).to.deep.equal([
      ...VERTICES,
      'face.vertex_indices count: u8 at 52',
      'face.vertex_indices: i32 at 53, 3*4',
      'face.material: i16 at 65',
    ]);
    expect(said(HEADER, numbersOf(3, 3).subarray(0, 67))).to.deep.equal(VERTICES);
    // As many bytes as if all were of the length of the first.
    const lines = [
      'element face 3',
      'property list uchar uchar i',
      'element e 2',
      'property char a',
    ];
    const mixed = Buffer.of(2, 1, 1, 1, 1, 3, 1, 1, 1, 8, 9);
    expect(said(lines, mixed)).to.deep.equal(['PLY', 'e.a: i8 at 9, 2*1']);
  });

  it('is none where the header makes no sense', () => {
    const lines = [
      plyFile(['element vertex -4', 'property float x'], Buffer.alloc(50)),
      plyFile(['element vertex 4', 'property half x'], Buffer.alloc(50)),
      plyFile(['element f 4', 'property list float int x'], Buffer.alloc(50)),
      plyFile(HEADER, Buffer.alloc(50)).subarray(0, 100),
      letters('ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nend_header\n1\n'),
    ].map((file) => fieldsSaid(file)[0]);
    expect(lines).to.deep.equal([
      'PLY: element vertex: -4 of them',
      'PLY: property x: its type is not known',
      'PLY: counts of type f32',
      'PLY: its header does not end',
      'PLY: its numbers are text',
    ]);
  });

  it('says nothing false of damaged files', () => {
    checkDamaged(plyFile(HEADER, numbersOf(3, 3)), { runs: 4000 });
  }).timeout(60_000);
});
