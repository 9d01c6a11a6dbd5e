import { closeSync, futimesSync, lstatSync, lutimesSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemTime } from '../../src/data/times.js';
import { inFolder } from '../cli/process.js';

describe('times of files', () => {
  it(
    'are set to the microsecond, also before 1970',
    inFolder(async (folder) => {
      const path = join(folder, 'x');
      for (const microseconds of [
        0n,
        1n,
        -1n,
        999_999n,
        -1_000_000n,
        -999_999n,
        1_234_567_890_123_457n,
        -315_619_200_000_001n,
        -86_399_999_999n,
        4_512_672_000_000_100n,
        ...Array.from(
          { length: 45 },
          (_, i) => 4_400_000_000_000_000n + 87_654_321_019_531n * BigInt(i),
        ),
        253_402_300_799_999_999n / 1000n,
      ]) {
        const file = openSync(path, 'w');
        const time = systemTime(Number(microseconds) / 1e6);
        futimesSync(file, time, time);
        closeSync(file);
        const { mtimeNs } = lstatSync(path, { bigint: true });
        expect(mtimeNs / 1000n).to.equal(microseconds);
        expect(mtimeNs % 1000n).to.equal(0n);
        lutimesSync(path, time, time);
        expect(lstatSync(path, { bigint: true }).mtimeNs).to.equal(mtimeNs);
      }
    }),
  );
});
