import { expect } from 'chai';
import { regressorsOf } from '../../../src/codecs/learning/realNeighbours.js';

describe('regressorsOf', () => {
  it('takes differences of all orders of a series, and then its past or its other channels', () => {
    const one = regressorsOf([500]);
    expect(one).to.include({ series: true, channels: 1, layer: 0, local: 0 });
    expect(one.distances).to.have.length(32);
    const several = regressorsOf([500, 7]);
    expect(several).to.include({ series: true, channels: 7 });
    for (let other = 1; other < 7; other++) expect(several.distances.slice(12)).to.include(other);
  });

  it('begins with what the kernels know by their places, and never looks at the element before', () => {
    for (const sizes of [
      [50, 90],
      [50, 90, 3],
      [10, 50, 60],
      [3, 4, 50, 60],
    ]) {
      const { channels, row, frame, distances } = regressorsOf(sizes);
      const up = row + 2 * frame;
      const known = [2 * channels, up, up + channels, up - channels];
      expect(distances.slice(0, 4)).to.deep.equal(known);
      expect(distances).not.to.include(channels);
      expect(new Set(distances).size).to.equal(distances.length);
    }
  });

  it('looks back along every axis, and at means over layers where there are some', () => {
    const { row, frame, distances, layer, means } = regressorsOf([5, 6, 70, 80]);
    const up = row + 2 * frame;
    for (const axis of [up, 70 * up, 6 * 70 * up]) expect(distances).to.include(axis);
    expect(layer).to.equal(6 * 70 * up);
    expect(means).to.include(0);
    expect(regressorsOf([3, 70, 80])).to.deep.include({ layer: 0, means: [], local: 0 });
  });

  it('gives the kernels even numbers, within what they take, all of them back', () => {
    for (const sizes of [
      [],
      [0],
      [9],
      [9, 64],
      [9, 9],
      [9, 9, 4],
      [9, 9, 9],
      [9, 9, 9, 9, 4],
      [0, 9, 9],
      [70, 2, 66],
      [5, 1, 66, 2],
      [5, 2, 2, 66],
    ]) {
      const { distances, means, near, local, series } = regressorsOf(sizes);
      const all = means.length + distances.length;
      expect(all % 2).to.equal(0);
      expect(all).to.be.within(series ? 12 : 20, 80);
      expect(near % 2).to.equal(0);
      expect(near).to.be.at.most(distances.length);
      expect(local).to.be.at.most(all);
      if (!series) for (const distance of distances) expect(distance).to.be.above(0);
    }
  });
});
