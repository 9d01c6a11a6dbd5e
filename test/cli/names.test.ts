import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryBeside } from '../../src/cli/temporary.js';
import { expectError, expectSilence } from './outcome.js';
import { craystack, inFolder, PROGRAM, run } from './process.js';

const LETTER = 'あ';

describe('names of files', () => {
  it(
    'of 79 letters of three bytes are as good as any, also of folders',
    inFolder(async (folder) => {
      const name = LETTER.repeat(79);
      writeFileSync(join(folder, name), 'text');
      expectSilence(await craystack(['compress', '-q', name], { cwd: folder }));
      expectSilence(await craystack(['decompress', '-qf', `${name}.cray`], { cwd: folder }));
      expect(readFileSync(join(folder, name), 'utf8')).to.equal('text');
      mkdirSync(join(folder, 'd'));
      renameSync(join(folder, name), join(folder, 'd', name));
      renameSync(join(folder, 'd'), join(folder, name));
      for (const options of [
        ['compress', '-qf', name],
        ['decompress', '-qf', `${name}.cray`],
      ]) {
        expectSilence(await craystack(options, { cwd: folder }));
      }
      expect(readdirSync(join(folder, name))).to.deep.equal([name]);
      expect(readdirSync(folder)).to.have.length(2);
    }),
  );

  it(
    'may end in .CRAY as well',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'X'), 'text');
      await craystack(['compress', '-q', 'X', '-o', 'X.CRAY'], { cwd: folder });
      expectSilence(await craystack(['decompress', '-qf', 'X.CRAY'], { cwd: folder }));
      expect(readFileSync(join(folder, 'X'), 'utf8')).to.equal('text');
      expect(readdirSync(folder).sort()).to.deep.equal(['X', 'X.CRAY']);
    }),
  );

  it('have temporary ones of at most 143 bytes beside them, of whole letters', () => {
    for (const name of ['x', LETTER.repeat(90), `x${LETTER.repeat(90)}`, '😀'.repeat(99)]) {
      const [, start] =
        /^\/a\/\.(.+)\.[0-9a-f]{12}\.tmp$/.exec(temporaryBeside(`/a/${name}`)) ?? [];
      expect(name.startsWith(start as string), name).to.equal(true);
      expect(Buffer.byteLength(start as string)).to.be.within(1, 143 - 18);
    }
  });

  it(
    'that leave no room for .cray are wanted from the user',
    inFolder(async (folder) => {
      const name = LETTER.repeat(84);
      writeFileSync(join(folder, name), 'text');
      const outcome = await craystack(['compress', name], { cwd: folder });
      const line = `${name}.cray: the name is too long: name the output with -o FILE, or -c for stdout`;
      expectError(outcome, `craystack: IO: ${line}`, folder, [name]);
      expectSilence(await craystack(['compress', '-qo', 'x.cray', name], { cwd: folder }));
    }),
  );

  it('that are not UTF-8 are said to be out of reach, and come through in folders', async function () {
    await inFolder(async (folder) => {
      const name = Buffer.from('caf\xe9', 'latin1');
      mkdirSync(join(folder, 'd'));
      try {
        writeFileSync(Buffer.concat([Buffer.from(`${folder}/d/`), name]), 'coffee');
      } catch {
        // A file system of UTF-8 alone.
        this.skip();
      }
      const sh = (script: string) =>
        run('sh', ['-c', script, 'sh', process.execPath, ...PROGRAM], { cwd: folder });
      const line =
        'd/caf\ufffd: no such file or directory, or its name is not UTF-8: such a file is read as "< FILE", or in ' +
        'the folder that it is in';
      for (const command of ['compress', 'decompress', 'info', 'test', 'eval']) {
        const outcome = await sh(`"$@" ${command} d/caf*`);
        expectError(outcome, `craystack: IO: ${line}`, folder, ['d']);
      }
      const piped = await sh('for f in d/caf*; do "$@" compress -q < "$f"; done');
      const back = await craystack(['decompress', '-q'], { input: piped.stdout });
      expect(back.stdout.toString()).to.equal('coffee');
      expectSilence(await craystack(['compress', '-q', 'd'], { cwd: folder }));
      execFileSync('rm', ['-r', join(folder, 'd')]);
      expectSilence(await craystack(['decompress', '-q', 'd.cray'], { cwd: folder }));
      const names = readdirSync(join(folder, 'd'), { encoding: 'buffer' });
      expect(names.map((some) => some.toString('latin1'))).to.deep.equal(['caf\xe9']);
    })();
  });
});
