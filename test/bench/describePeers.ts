import { installedPeers } from '../../src/peers/measure.js';
import { PEER_PROGRAMS } from '../../src/peers/peer.js';
import { pythonVersion } from './python.js';
import { textTable } from './table.js';

/** Which other compressors are here, and how to install those that are not. */
export async function describePeers(): Promise<string> {
  const installed = await installedPeers();
  const rows = PEER_PROGRAMS.map(({ program, package: name }) => {
    const found = installed.find((each) => each.program.program === program);
    return [program, found ? found.version : 'not installed', `package ${name}`];
  });
  const missing = PEER_PROGRAMS.filter(
    ({ program }) => !installed.some((each) => each.program.program === program),
  );
  const python = pythonVersion();
  return [
    textTable([...rows, ['Python craystack', python ?? 'not on PYTHONPATH', '']]),
    ...(missing.length > 0
      ? [`\nOn Debian: apt-get install ${missing.map((each) => each.package).join(' ')}`]
      : []),
    ...(python
      ? []
      : [
          '\nThe Python craystack: PYTHONPATH=FOLDER npm run bench -- peers, where FOLDER/craystack is it; it needs numpy',
        ]),
  ].join('\n');
}
