import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
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
          stdio: 'ignore',
        });
        while (!readdirSync(folder).some((name) => name.startsWith('.never.cray.'))) {
          await sleep(5);
        }
        child.kill(signal);
        expect(await once(child, 'close')).to.deep.equal([null, signal]);
        expect(readdirSync(folder)).to.deep.equal(['a', 'a.cray', 'never', 'z']);
        expect(readFileSync(join(folder, 'a')).equals(images)).to.equal(true);
      }),
    );
  }
});

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
