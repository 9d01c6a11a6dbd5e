import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { manPage } from '../../src/cli/manPage.js';
import { createProgram } from '../../src/cli/program.js';
import { MAN_FILE } from '../docs/man.js';

describe('the man page', () => {
  const page = manPage(createProgram());

  it('is current (else: npm run man)', () => {
    expect(readFileSync(MAN_FILE, 'utf8')).to.equal(page);
  });

  it('has every command and every option', () => {
    const program = createProgram();
    for (const command of [program, ...program.commands]) {
      for (const { long } of command.options) {
        expect(page).to.include((long ?? '').replaceAll('-', '\\-'));
      }
    }
    for (const command of program.commands) expect(page).to.include(`\\fB${command.name()}\\fR`);
  });

  it('has no line that roff takes for a request that it is not', () => {
    for (const line of page.split('\n')) {
      expect(line).to.match(/^(?!['.])|^\.(TH|SH|SS|TP|PP|br|\\")/);
      expect(line.length, line).to.be.at.most(120);
    }
  });
});
