import { expect } from 'chai';
import { ColourMarks } from '../../../src/data/jpeg/colours.js';

const JFIF: Segment = [0xe0, 'JFIF\0\x01\x01'];
const adobe = (transform: number): Segment => [
  0xee,
  `Adobe\0\x64\0\0\0\0${String.fromCharCode(transform)}`,
];

type Segment = readonly [kind: number, payload: string];

/** Colours of components of these identifiers, after segments. */
function coloursOf(ids: string, ...segments: readonly Segment[]): string {
  const marks = new ColourMarks();
  for (const [kind, payload] of segments) marks.take(kind, Buffer.from(payload, 'latin1'));
  const of = (id: number) => ({
    ...{ id, across: 1, down: 1, table: 0, own: { wide: 1, high: 1 } },
    ...{ wide: 1, before: 0 },
  });
  return marks.of({ components: Buffer.from(ids, 'latin1').toJSON().data.map(of) });
}

describe('colours of a jpeg file', () => {
  it('are those that libjpeg takes them for', () => {
    expect(coloursOf('\x01')).to.equal('gray');
    expect(coloursOf('\x01\x02')).to.equal('2 components');
    expect(coloursOf('\x01\x02\x03')).to.equal('YCbCr');
    expect(coloursOf('RGB')).to.equal('RGB');
    expect(coloursOf('RGB', JFIF)).to.equal('YCbCr');
    expect(coloursOf('\x01\x02\x03', adobe(0))).to.equal('RGB');
    expect(coloursOf('\x01\x02\x03', JFIF, adobe(0))).to.equal('YCbCr');
    expect(coloursOf('RGB', adobe(1))).to.equal('YCbCr');
    expect(coloursOf('\x01\x02\x03\x04')).to.equal('CMYK');
    expect(coloursOf('\x01\x02\x03\x04', adobe(0))).to.equal('CMYK');
    expect(coloursOf('\x01\x02\x03\x04', adobe(2))).to.equal('YCCK');
  });

  it('take no segment for one that it is not', () => {
    expect(coloursOf('RGB', [0xe1, JFIF[1]], [0xe0, 'JFXX\0'], [0xee, 'Adobe'])).to.equal('RGB');
  });
});
