import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mnistSlice, readMnist } from '../data.js';
import { inFolder, PROGRAM } from './process.js';
import { HAS_TERMINAL, inTerminal, KEYS, quoted } from './terminal.js';

const craystack = [process.execPath, ...PROGRAM].map(quoted).join(' ');

/** What a bar draws over, and what clears it. */
const BAR = /compress \[=* *\] \d+% .*B, mnist-binary-vae/;
const CLEARED = '\x1b[1G\x1b[2K';
const SUMMARY =
  /(^|\n|2K|25h)craystack: d\.cray: 7\.84 MB -> 169\.\d kB, ratio 46\.\d\d, 0\.173\d bits\/dim, \S+ MB\/s, model mnist-binary-vae, restores byte for byte\r\n$/;

/** Checks that the cursor, where it was hidden, is shown in the end. */
function expectCursor(shown: string): void {
  expect(shown.lastIndexOf('\x1b[?25h')).to.be.greaterThan(shown.lastIndexOf('\x1b[?25l'));
}

(HAS_TERMINAL ? describe : describe.skip)(
  'on a terminal (skipped where there is no script)',
  () => {
    const withDigits = (test: (folder: string) => Promise<void>) =>
      inFolder(async (folder) => {
        writeFileSync(join(folder, 'd'), readMnist());
        await test(folder);
      });

    it(
      'a bar moves, is cleared, and one line sums up',
      withDigits(async (folder) => {
        const { shown, status } = await inTerminal(
          `${craystack} compress -m mnist-binary-vae d`,
          folder,
        );
        expect(status).to.equal(0);
        expect(shown).to.match(BAR);
        expect(shown).to.match(SUMMARY);
        expect(shown.lastIndexOf(CLEARED)).to.be.greaterThan(shown.lastIndexOf('compress ['));
        expectCursor(shown);

        const back = await inTerminal(`${craystack} decompress -f d.cray`, folder);
        expect(back.shown).to.match(/decompress \[=* *\] \d+% /);
        expect(back.shown).to.match(/craystack: d: 169\.\d kB -> 7\.84 MB, .*\r\n$/);
      }),
    );

    it(
      'says while it chooses a model what those tried take, and how far eval is',
      withDigits(async (folder) => {
        const compressed = await inTerminal(
          `${craystack} compress --chunk 500 d -o some.cray`,
          folder,
          [[/choosing a model.* \d\.\d\d.*compress .*\d+%/s, KEYS.interrupt]],
        );
        expect(compressed.status).to.equal(130);
        const { shown } = await inTerminal(`${craystack} eval -m mnist-binary-vae d`, folder);
        expect(shown).to.match(/eval .*restoring/s);
        expect(shown).to.match(/eval .*finding where the bits went/s);
      }),
    );

    for (const [how, args, env] of [
      ['with --no-progress', '--no-progress', {}],
      ['on a dumb terminal', '', { TERM: 'dumb' }],
    ] as const) {
      it(
        `${how} there is no bar`,
        withDigits(async (folder) => {
          const command = `${craystack} compress -m mnist-binary-vae d ${args}`;
          const { shown } = await inTerminal(command, folder, [], env);
          expect(shown.slice(0, 10)).to.equal('craystack:');
          expect(shown).to.match(SUMMARY);
        }),
      );
    }

    it(
      'with -q nothing is shown, and as JSON nothing but JSON',
      withDigits(async (folder) => {
        expect(
          await inTerminal(`${craystack} compress -m mnist-binary-vae -q d`, folder),
        ).to.deep.equal({
          status: 0,
          shown: '',
        });
        const { shown } = await inTerminal(
          `${craystack} compress -m mnist-binary-vae -f d --log-format json`,
          folder,
        );
        expect(JSON.parse(shown)).to.deep.include({ output: 'd.cray' });
      }),
    );

    it(
      'where stderr goes elsewhere there is no bar in it',
      withDigits(async (folder) => {
        const { shown } = await inTerminal(
          `${craystack} compress -m mnist-binary-vae d 2> log; cat log`,
          folder,
        );
        expect(shown.slice(0, 10)).to.equal('craystack:');
        expect(shown).to.match(SUMMARY);
      }),
    );

    it(
      'data are neither awaited from the keyboard nor written to the screen',
      inFolder(async (folder) => {
        writeFileSync(join(folder, 'd'), mnistSlice(0, 2));
        for (const [args, message] of [
          ['compress', 'name a FILE or pipe data in: craystack compress --help shows examples'],
          ['decompress', 'name a FILE or pipe data in: craystack decompress --help shows examples'],
          [
            'compress -c d',
            'compressed data are not written to a terminal: redirect stdout, or name a file with -o FILE',
          ],
        ] as const) {
          expect(await inTerminal(`${craystack} ${args}`, folder)).to.deep.equal({
            status: 1,
            shown: `craystack: USAGE: ${message}\r\n`,
          });
        }
      }),
    );

    it(
      'Ctrl-C leaves nothing behind, gives the cursor back, and is status 130',
      inFolder(async (folder) => {
        // More than the first MiB, of which nothing is written before all of it is coded.
        writeFileSync(join(folder, 'part'), mnistSlice(0, 2000));
        spawnSync('mkfifo', [join(folder, 'slow')]);
        const feeder = spawn('sh', ['-c', '(cat part; exec sleep 60) > slow'], { cwd: folder });
        // A model that is named needs no sample of the data, which is not there yet.
        const command = `${craystack} compress slow --chunk 100 -m mnist-binary-vae`;
        const { shown, status } = await inTerminal(command, folder, [
          [/compress .*mnist-binary-vae/, KEYS.interrupt],
        ]);
        feeder.kill('SIGKILL');
        expect(status).to.equal(130);
        expectCursor(shown);
        expect(readdirSync(folder)).to.deep.equal(['part', 'slow']);
      }),
    );
  },
);
