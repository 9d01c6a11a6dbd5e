import { expect } from 'chai';
import { placeLabels } from '../../src/report/labels.js';

const bounds = { left: 0, right: 200, top: 0, bottom: 100 };

describe('labels of points', () => {
  it('are to the right where there is room, and elsewhere where there is not', () => {
    const points = [
      { x: 20, y: 50, text: 'first' },
      { x: 190, y: 50, text: 'at the edge' },
    ];
    const places = placeLabels(points, bounds);
    expect(places.map((place) => place?.textAnchor)).to.deep.equal(['start', 'end']);
  });

  it('are left out where nothing is free', () => {
    const points = Array.from({ length: 40 }, () => ({ x: 100, y: 50, text: 'many in one place' }));
    const placed = placeLabels(points, bounds).filter(Boolean);
    expect(placed.length).to.be.below(12);
  });
});
