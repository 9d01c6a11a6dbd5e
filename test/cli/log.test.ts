import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mnistSlice } from '../data.js';
import { craystack, inFolder } from './process.js';

/** The JSON objects on stderr, one a line. */
function records(stderr: string): Record<string, unknown>[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('messages as JSON', () => {
  it('are errors with a code', async () => {
    const { stderr, status } = await craystack(['--log-format', 'json', 'compress', '/no/such']);
    expect(status).to.equal(1);
    const [record, ...rest] = records(stderr);
    expect(rest).to.deep.equal([]);
    expect(record).to.deep.include({ code: 'IO', msg: '/no/such: no such file or directory' });
  });

  it(
    'are summaries with bare figures',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'd'), mnistSlice(0, 20));
      const args = ['compress', 'd', '--log-format=json'];
      const { stderr, stdout } = await craystack(args, { cwd: folder });
      expect(stdout).to.have.length(0);
      const [record = {}] = records(stderr);
      const { from, to, ratio, bitsPerDim } = record as Record<string, number>;
      expect(record).to.deep.include({
        output: 'd.cray',
        model: 'mnist-binary-neighbourhood',
        from: 15696,
      });
      expect(ratio).to.equal((from as number) / (to as number));
      expect(bitsPerDim).to.equal((8 * (to as number)) / (20 * 784));
    }),
  );
});
