import { expect } from 'chai';
import { inspectText } from '../../src/cli/inspectReport.js';
import { inspect } from '../../src/eval/inspect.js';
import { loadModel } from '../../src/model/model.js';
import { compress } from '../../src/pipeline/encode/compress.js';
import { collect } from '../data.js';
import { numbersInputs } from '../frozen/numbers.js';

describe('what fields cost', () => {
  const model = loadModel('numbers');

  for (const { name, data } of numbersInputs()) {
    it(`adds up to no more than the file, of ${name}`, async () => {
      const file = await collect(compress([data], () => model, { format: 'bytes' }));
      const { fields = [], itemBits } = await inspect(file, () => model);
      expect(itemBits).to.equal(undefined);
      expect(fields.length).to.be.above(0);
      const bits = fields.reduce((sum, field) => sum + field.bits, 0);
      // Header, plan and what no field has are the rest.
      expect(bits).to.be.within(0.4 * 8 * file.length, 8.2 * file.length);
      for (const { offset, shape } of fields) {
        expect(offset).to.be.within(0, data.length);
        expect(shape.reduce((a, b) => a * b, 1)).to.be.above(0);
      }
    });
  }

  it('is a line each, the dearest first', async () => {
    const [table] = numbersInputs();
    const data = (table as { data: Uint8Array }).data;
    const file = await collect(compress([data], () => model, { format: 'bytes' }));
    const lines = inspectText('t', await inspect(file, () => model))
      .trimEnd()
      .split('\n');
    expect(lines[1]).to.match(/^chunk +at byte +field +bytes +bits each +taken for$/);
    const bytes = lines.slice(2).map((line) => Number(line.trimStart().split(/ {2,}/)[3]));
    expect(bytes.length).to.equal(7);
    expect([...bytes].sort((a, b) => b - a)).to.deep.equal(bytes);
  });
});
