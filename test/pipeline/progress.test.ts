import { expect } from 'chai';
import { bitsPerDim, Meter, type Progress, ratioOf } from '../../src/pipeline/progress.js';

describe('a meter', () => {
  it('tells how far it is within chunks, and counts those that are done', () => {
    const told: (number | undefined)[] = [];
    const meter = new Meter(({ part }) => told.push(part), { items: 20, elements: 320 });
    meter.begin('small', 0);
    meter.worked(80, 80, 1000);
    meter.worked(80, 80, 1000);
    meter.chunk(10, 160);
    meter.worked(160, 160, 2000);
    meter.chunk(10, 160);
    expect(told).to.deep.equal([0, 0.25, 0.5, 1]);
    expect(meter).to.include({ model: 'small', items: 20, totalItems: 20, elements: 320 });
  });

  it('tells how far it is by bytes where these are known, and not at all where nothing is', () => {
    const meters = [{ elements: 100, bytes: 50 }, {}, { bytes: 0, elements: 0 }].map((extent) => {
      const meter = new Meter(() => {}, extent);
      meter.worked(10, 10, 40);
      return meter.part;
    });
    expect(meters).to.deep.equal([0.8, undefined, undefined]);
  });

  it('tells bytes of the files, whatever they are coded as', () => {
    // 60 bytes of a file that are 1,000 of coefficients.
    const out = new Meter(() => {}, { elements: 500, bytes: 60 });
    out.worked(500, 250, 30);
    expect(out.fileBytes).to.equal(30);
    const piped = new Meter();
    piped.worked(500, 250, 30);
    expect(piped.fileBytes).to.equal(30);
    const back = new Meter(() => {}, { elements: 500, restoring: { fileBytes: 60 } });
    back.worked(500, 250, 10);
    expect(back.fileBytes).to.equal(30);
    const backFromPipe = new Meter(() => {}, { restoring: {} });
    backFromPipe.worked(500, 250, 10);
    expect(backFromPipe.fileBytes).to.equal(500);
    const joined = new Meter();
    joined.written(100, 900);
    expect(joined.fileBytes).to.equal(900);
  });

  it('weighs the data sets of a folder by how long they take, and has each done before the next', () => {
    const shares = [
      { bytes: 600, work: 10 },
      { bytes: 300, work: 30 },
      { bytes: 100, work: 60 },
    ];
    const told: unknown[] = [];
    const onProgress = ({ part, fileBytes }: Progress) => told.push([part, fileBytes]);
    for (const extent of [{}, { restoring: { fileBytes: 5000 } }]) {
      const meter = new Meter(onProgress, { bytes: 1000, folder: true, shares, ...extent });
      meter.begin('bytes', 0);
      meter.worked(1, 1, 300);
      meter.worked(1, 1, 330);
      meter.begin('jpeg', 0);
      meter.worked(1, 1, 100);
      meter.begin('photo', 0);
      meter.worked(1, 1, 50);
      meter.files(5000);
    }
    const parts = [0, 0.05, 0.1, 0.1, 0.2, 0.4, 0.7, 1];
    const bytes = [0, 300, 600, 600, 700, 900, 950, 1000];
    const all = parts.map((part, i) => [part, bytes[i]]);
    expect(told.slice(0, 8)).to.deep.equal(all);
    expect(told.slice(8)).to.deep.equal(all.map(([part, n]) => [part, 5 * (n as number)]));
  });

  it('adds up data sets that are compressed, each of which is read from its start', () => {
    const meter = new Meter();
    meter.begin('bytes', 100);
    meter.written(150, 1000);
    meter.worked(30, 1, 30);
    meter.written(50, 1040);
    meter.begin('photo', 10);
    meter.written(40, 500);
    meter.begin('bytes', 100);
    meter.written(160, 60);
    expect(meter).to.include({ model: 'bytes, photo', modelBytes: 210 });
    expect(meter).to.include({ rawBytes: 1600, bytes: 400, totalItems: undefined });
  });

  it('adds up what is restored, of a file that is read from its start', () => {
    const told: Progress[] = [];
    const meter = new Meter((progress) => told.push({ ...progress }));
    meter.begin('bytes', 0);
    meter.restored(1000, 300);
    meter.begin('bytes', 0);
    meter.restored(500, 310);
    expect(told.map(({ rawBytes, bytes }) => [rawBytes, bytes])).to.deep.equal([
      [0, 0],
      [1000, 300],
      [1000, 300],
      [1500, 310],
    ]);
    expect(meter.model).to.equal('bytes');
  });
});

describe('figures of a run', () => {
  it('are of all bytes of the file, but the bits of an element leave out a model in it', () => {
    const sizes = { rawBytes: 900, bytes: 300, modelBytes: 100, elements: 400 };
    expect([ratioOf(sizes), bitsPerDim(sizes)]).to.deep.equal([3, 4]);
    expect(bitsPerDim({ bytes: 300, elements: 400 })).to.equal(6);
    expect(bitsPerDim({ bytes: 300, elements: 0 })).to.equal(undefined);
  });
});
