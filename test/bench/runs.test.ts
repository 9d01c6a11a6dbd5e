import { expect } from 'chai';
import { modelFor } from '../../src/cli/models.js';
import { openDataset } from '../../src/data/open.js';
import { peekable } from '../../src/data/peekable.js';
import { SECTIONS } from './sections.js';

/** The model that is taken for a file unless one is named. */
async function chosenFor(file: Uint8Array, effort: number | undefined): Promise<string> {
  const dataset = peekable(await openDataset([file]));
  const found = await modelFor({ effort })(dataset);
  return ('model' in found ? found.model : found).spec.name;
}

/** Figures that Markdown files have are those of the results (readme.test.ts); this is about the results. */
describe('what the bench would run is what its results are of', () => {
  const all = SECTIONS.map(({ name, runs }) => ({ section: name, ...runs() }));

  it('in every section that the README shows with a model', () => {
    const sections = all.filter(({ planned }) => planned.length > 0).map(({ section }) => section);
    expect(sections).to.deep.equal(['pipe', 'formats', 'images', 'kodak', 'wikipedia']);
  });

  for (const { section, planned, ran } of all) {
    if (planned.length === 0) continue;
    it(`${section}: the same rows, by the models that are named`, () => {
      const rowOf = ({ name, effort }: (typeof ran)[number]) => `${name}, effort ${effort}`;
      expect(ran.map(rowOf)).to.deep.equal(planned.map(rowOf));
      planned.forEach(({ models, name }, i) => {
        expect(ran[i]?.models, name).to.be.an('array').that.is.not.empty;
        if (models) expect(ran[i]?.models, name).to.deep.equal(models);
      });
    });

    for (const [i, { name, effort, models, file }] of planned.entries()) {
      if (models) continue;
      const title = `${section}: auto takes the model of the results for ${name}, effort ${effort ?? 5}`;
      it(title, async function () {
        const bytes = await file?.();
        // The data are not part of the repository.
        if (!bytes) return this.skip();
        expect(ran[i]?.models).to.include(await chosenFor(bytes, effort));
      });
    }
  }
});
