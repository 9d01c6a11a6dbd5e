import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { Random } from '../../src/train/random.js';
import { mnistSlice } from '../data.js';
import { inFolder, PROGRAM, run } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));

describe('an interrupt', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(
      `by ${signal} leaves no half file, and stops where there are more files`,
      inFolder(async (folder) => {
        for (const name of ['a', 'z']) writeFileSync(join(folder, name), images);
        // What nobody writes to keeps the program waiting within a file.
        expect(spawnSync('mkfifo', [join(folder, 'never')]).status).to.equal(0);
        const args = ['compress', '-q', 'a', 'never', 'z'];
        const child = spawn(process.execPath, [...PROGRAM, ...args], {
          cwd: folder,
          // As if nothing had been started by nohup, not even the tests.
          env: { ...process.env, _: '' },
          stdio: 'ignore',
        });
        await begun(folder);
        child.kill(signal);
        expect(await once(child, 'close')).to.deep.equal([null, signal]);
        expect(readdirSync(folder)).to.deep.equal(['a', 'a.cray', 'never', 'z']);
        expect(readFileSync(join(folder, 'a')).equals(images)).to.equal(true);
      }),
    );
  }
});

/** Waits until a file that nobody writes to is being compressed. */
async function begun(folder: string): Promise<void> {
  while (!readdirSync(folder).some((name) => name.startsWith('.never.cray.'))) await sleep(5);
}

describe('SIGHUP that was ignored when the program began', () => {
  /** How it may be ignored, as far as that can be seen. */
  for (const [what, shell, script, status] of [
    ["trap '' HUP", 'sh', `trap '' HUP; "$0" "$@" & wait $!; echo $?`, '0'],
    [
      "trap '' HUP and ulimit -v",
      'sh',
      `trap '' HUP; ulimit -v 8000000; "$0" "$@" & wait $!; echo $?`,
      '0',
    ],
    [
      'nohup',
      'bash',
      `trap : HUP; nohup "$0" "$@" & until wait $!; do [ $? = 129 ] || break; done; echo $?`,
      '0',
    ],
    [
      'nohup of a terminal',
      'sh',
      `trap : HUP; "$0" "$@" 0> /dev/null & until wait $!; do [ $? = 129 ] || break; done; echo $?`,
      '0',
    ],
    ['nothing', 'sh', `trap : HUP; "$0" "$@" & wait $!; wait $!; echo $?`, '129'],
  ] as const) {
    it(`${status === '0' ? 'stays so' : 'ends it, else'}: ${what}`, async function () {
      if (!existsSync('/proc/self/status') || spawnSync(shell, ['-c', 'true']).error) this.skip();
      await inFolder(async (folder) => {
        expect(spawnSync('mkfifo', [join(folder, 'never')]).status).to.equal(0);
        const args = ['-c', script, process.execPath, ...PROGRAM, 'compress', '-q', 'never'];
        const child = spawn(shell, args, {
          cwd: folder,
          env: { ...process.env, _: '' },
          stdio: ['ignore', 'pipe', 'ignore'],
          detached: true,
        });
        let said = '';
        child.stdout.on('data', (data) => {
          said += data;
        });
        const closed = once(child, 'close');
        await begun(folder);
        // To all that it runs, as a terminal that goes away sends it.
        process.kill(-(child.pid as number), 'SIGHUP');
        await sleep(300);
        if (status === '0') writeFileSync(join(folder, 'never'), images);
        await closed;
        expect(said.trim()).to.equal(status);
        expect(readdirSync(folder).includes('never.cray')).to.equal(status === '0');
      })();
    });
  }
});

describe('a signal in the middle of a chunk', () => {
  /** Noise, of which effort 9 takes minutes, all of them in one call of a kernel. */
  const noise = pgm(1500);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGUSR2'] as const) {
    for (const [command, ...args] of [
      ['compress', 'p.pgm', '-m', 'photo', '--effort', '9'],
      ['eval', 'p.pgm', '-m', 'photo'],
      ['report', 'p.pgm', '-m', 'photo', '-o', 'r.html'],
    ] as const) {
      it(
        `ends ${command} at once and leaves nothing behind: ${signal}`,
        inFolder(async (folder) => {
          writeFileSync(join(folder, 'p.pgm'), noise);
          const temporary = join(folder, 'tmp');
          mkdirSync(temporary);
          const child = spawn(process.execPath, [...PROGRAM, command, ...args], {
            cwd: folder,
            env: { ...process.env, TMPDIR: temporary },
            stdio: 'ignore',
          });
          await sleep(2000);
          const sent = performance.now();
          child.kill(signal);
          expect(await once(child, 'close')).to.deep.equal([null, signal]);
          // A busy machine has its time; the chunk would take many times as long.
          expect(performance.now() - sent).to.be.lessThan(5000);
          expect(readdirSync(folder).sort()).to.deep.equal(['p.pgm', 'tmp']);
          expect(readdirSync(temporary)).to.deep.equal([]);
        }),
      );
    }
  }

  it(
    'does nothing where it is SIGUSR1, by which Node would open a port for debuggers',
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'p.pgm'), pgm(300));
      const child = spawn(process.execPath, [...PROGRAM, 'compress', 'p.pgm', '-m', 'photo'], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (data) => {
        said += data;
      });
      const closed = once(child, 'close');
      // Node itself takes it until the program runs.
      while (!readdirSync(folder).some((name) => name.endsWith('.tmp'))) await sleep(5);
      for (let i = 0; i < 5; i++) child.kill('SIGUSR1');
      const [status] = await closed;
      expect(said).to.match(/^craystack: p\.pgm\.cray: .*\n$/);
      expect(status).to.equal(0);
    }),
  );
});

/** A picture of so many rows and columns that no model makes smaller. */
function pgm(side: number): Buffer {
  const random = new Random(1);
  const values = Uint8Array.from({ length: side * side }, () => 256 * random.uniform());
  return Buffer.concat([Buffer.from(`P5\n${side} ${side}\n255\n`), values]);
}

describe('a reader that goes away', () => {
  for (const command of ['decompress -q', 'info', 'models', 'completion bash', '--help']) {
    it(
      `is no error for ${command}`,
      inFolder(async (folder) => {
        const many = Buffer.from(mnistSlice(0, 2000));
        const { stderr } = await run(
          'sh',
          [
            '-c',
            `"$0" "$@" compress -m mnist-binary-vae -qo d.cray && "$0" "$@" ${command} < d.cray | head -c 1 > head`,
            process.execPath,
            ...PROGRAM,
          ],
          { cwd: folder, input: many },
        );
        expect(stderr).to.equal('');
      }),
    );
  }
});
