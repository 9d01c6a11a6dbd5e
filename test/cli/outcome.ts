import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import type { Outcome } from './process.js';

/** Checks for one line on stderr, nothing on stdout, status 1, and no files but these. */
export function expectError(
  { status, stdout, stderr }: Outcome,
  line: RegExp | string,
  folder: string,
  files: readonly string[],
): void {
  if (typeof line === 'string') expect(stderr).to.equal(`${line}\n`);
  else expect(stderr).to.match(line);
  expect(stderr.trimEnd().split('\n')).to.have.length(1);
  expect(stdout).to.have.length(0);
  expect(status).to.equal(1);
  expect(readdirSync(folder).sort()).to.deep.equal([...files].sort());
}

/** Checks that nothing was said and nothing went wrong. */
export function expectSilence({ status, stdout, stderr }: Outcome): void {
  expect({ status, stdout: stdout.toString(), stderr }).to.deep.equal({
    status: 0,
    stdout: '',
    stderr: '',
  });
}
