import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { seekableBytes } from '../../src/bytes/seekable.js';
import { STANDARD } from '../../src/cli/files.js';
import { modelOfFile } from '../../src/cli/models.js';
import { decompress } from '../../src/pipeline/decode/decompress.js';
import { salvage } from '../../src/pipeline/salvage/salvage.js';
import { craystack } from '../cli/process.js';
import { collect } from '../data.js';
import { type BadEntry, CORPUS, isGood, readManifest } from './manifest.js';
import { anywhere, readingsOf, sha256 } from './readings.js';

const findModel = modelOfFile(undefined, STANDARD);

describe('the corpus of .cray files', () => {
  const manifest = readManifest();
  const names = readdirSync(CORPUS).filter((name) => name.endsWith('.cray'));

  it('has what is expected of each of its files, and each file; npm run corpus adds what is missing', () => {
    expect(Object.keys(manifest).sort()).to.deep.equal(names.sort());
    expect(names.length).to.be.at.least(40);
  });

  for (const [name, entry] of Object.entries(manifest)) {
    const file = readFileSync(join(CORPUS, name));
    if (isGood(entry)) {
      it(`${name} is as it was, and is restored in every way`, async () => {
        expect(sha256(file)).to.equal(entry.sha256);
        const onDamage = (message: string) => expect.fail(message);
        for (const restored of [
          decompress(seekableBytes(file), findModel),
          salvage(seekableBytes(file), findModel, { onDamage }),
        ]) {
          expect(sha256(await collect(restored))).to.equal(entry.restored);
        }
      });
    } else {
      it(`${name} is ${entry.code}, and says so in every way`, async () => {
        const { code, ...expected } = entry;
        expect(expected.file.startsWith(`${code}: `)).to.equal(true);
        expect(await readingsOf(file)).to.deep.equal(expected);
        for (const line of Object.values(expected).flat())
          expect(line).not.to.match(NOT_FOR_PEOPLE);
      });
    }
  }

  it('is told good from bad by the command test, in the same lines', async () => {
    const { stderr, status, stdout } = await craystack(['test', '-q', ...names], { cwd: CORPUS });
    const expected = Object.entries(manifest).flatMap(([name, entry]) =>
      isGood(entry) ? [] : [lineOf(name, entry)],
    );
    expect(anywhere(stderr).trimEnd().split('\n').sort()).to.deep.equal(expected.sort());
    expect([stdout.length, status]).to.deep.equal([0, 1]);
  });
});

/** Control characters, an error that has no code, something that was not there. */
const NOT_FOR_PEOPLE = /\p{Cc}|^[A-Z][a-z]+Error:|undefined|NaN/u;

function lineOf(name: string, { file }: BadEntry): string {
  return `craystack: ${file.replace(': ', `: ${name}: `)}`;
}
