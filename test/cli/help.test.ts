import { expect } from 'chai';
import type { Command } from 'commander';
import { HELP } from '../../src/cli/help.js';
import { createProgram } from '../../src/cli/program.js';
import { modelNames } from '../../src/model/model.js';
import { VERSION } from '../../src/package.js';
import { craystack } from './process.js';

const names = createProgram().commands.map((command) => command.name());

describe('the help', () => {
  it('shows examples first, then options and commands, and the models', async () => {
    const { stdout, stderr, status } = await craystack(['--help']);
    expect({ stderr, status }).to.deep.equal({ stderr: '', status: 0 });
    const text = stdout.toString();
    const parts = ['Usage:', 'Examples:', 'Options:', 'Commands:', 'Models:'];
    expect(parts.map((part) => text.indexOf(part))).to.deep.equal(
      parts.map((part) => text.indexOf(part)).sort((a, b) => a - b),
    );
    for (const word of [...names, ...modelNames()]) expect(text).to.include(word);
  });

  for (const name of ['', ...names]) {
    it(`of ${name || 'the program'} fits 80 columns, with an example to copy`, async () => {
      const { stdout, stderr, status } = await craystack([...(name ? [name] : []), '--help'], {
        env: { ...process.env, COLUMNS: '80' },
      });
      expect({ stderr, status }).to.deep.equal({ stderr: '', status: 0 });
      const lines = stdout.toString().split('\n');
      for (const line of lines) expect(line.length, line).to.be.at.most(80);
      // An example that did not fit would go on at the margin.
      const at = lines.indexOf('Examples:');
      const examples = lines.slice(at + 1, lines.indexOf('', at));
      for (const line of examples) expect(line).to.match(/^ {2}\S.*craystack|^ {2}craystack/);
    });
  }

  it('says what options do below them where there is little room beside', () => {
    const command = createProgram().commands.find((one) => one.name() === 'compress') as Command;
    const text = command.configureHelp({ ...HELP, helpWidth: 40 }).helpInformation();
    expect(text).to.match(/\n {2}--verify\n {6}decode each chunk before it is\n {6}written \(/);
    const options = text.slice(text.indexOf('\nOptions:'));
    for (const line of options.split('\n')) expect(line.length, line).to.be.at.most(40);
  });

  it('says the defaults', async () => {
    const text = (await craystack(['compress', '--help'])).stdout.toString();
    for (const [flag, value] of [
      ['--model', 'auto, the one that makes a sample smallest'],
      ['--output', 'FILE.cray, or stdout for stdin'],
      ['--lanes', '16'],
      ['--seed', '0'],
      ['--batch', '256'],
      ['--threads', '0'],
      ['--log-format', '"text"'],
    ] as const) {
      const item = text.slice(text.indexOf(flag)).replace(/\s+/g, ' ');
      expect(item.slice(0, 150), flag).to.include(`default: ${value})`);
    }
  });

  it('has the version', async () => {
    expect((await craystack(['--version'])).stdout.toString()).to.equal(`${VERSION}\n`);
    expect((await craystack(['-V'])).stdout.toString()).to.equal(`${VERSION}\n`);
  });
});
