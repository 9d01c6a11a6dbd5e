import { expect } from 'chai';
import { neighboursOf } from '../../../src/codecs/learning/arrayNeighbours.js';

describe('neighboursOf', () => {
  it('takes one axis for a series, whatever axes of size 1 there are', () => {
    const { channels, series, rows, row, distances } = neighboursOf([1, 500, 1]);
    expect({ channels, series, rows, row }).to.deep.equal({
      channels: 1,
      series: true,
      rows: 1,
      row: 500,
    });
    expect(distances).to.deep.equal(Array.from({ length: 32 }, (_, i) => i + 1));
  });

  it('takes a short last axis for channels', () => {
    expect(neighboursOf([500, 2])).to.include({ channels: 2, series: true, row: 1000 });
    expect(neighboursOf([500, 65])).to.include({ channels: 1, series: false, row: 65 });
    expect(neighboursOf([50, 40, 3])).to.include({ channels: 3, series: false, row: 120 });
    expect(neighboursOf([50, 3, 40])).to.include({ channels: 1, series: false, row: 40 });
  });

  it('looks back along every axis', () => {
    const { row, frame, distances } = neighboursOf([5, 6, 70, 80]);
    const up = row + 2 * frame;
    for (const axis of [1, up, 70 * up, 6 * 70 * up]) expect(distances).to.include(axis);
  });

  it('gives the kernels an even number, within what they take, all of them back', () => {
    for (const sizes of [[], [0], [9], [9, 64], [9, 9], [9, 9, 4], [9, 9, 9, 9, 4], [0, 9, 9]]) {
      const { distances, channels, row, frame, rows } = neighboursOf(sizes);
      expect(distances.length % 2, `${sizes}`).to.equal(0);
      expect(distances.length, `${sizes}`).to.be.within(16, 32);
      expect(Math.min(...distances), `${sizes}`).to.be.at.least(1);
      expect(row % channels, `${sizes}`).to.equal(0);
      expect(rows * row, `${sizes}`).to.equal(sizes.reduce((a, b) => a * b, 1));
      expect(frame, `${sizes}`).to.be.at.most(16);
    }
  });
});
