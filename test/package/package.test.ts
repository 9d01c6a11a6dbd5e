import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { mnistSlice } from '../data.js';
import {
  bytesOf,
  done,
  install,
  installedBeside,
  installGlobally,
  manifest,
  pack,
} from './install.js';

/** Most bytes that are installed, of the package and of what it depends on. */
const MOST = 60_000_000;

/** Packages that those inside take only where they are there. */
const SPARED = ['canvas', 'encoding'];

/** What somebody writes who has the package installed. */
const SCRIPT = `
import { createRequire } from 'node:module';
import { bernoulli, type Codec, compress, CrayError, decompress, loadModel, seededMessage } from 'craystack';

const require = createRequire(import.meta.url);
const codec: Codec<Uint32Array> = bernoulli(Float64Array.of(0.25), 16);
const message = seededMessage(1, 0);
codec.push(message, Uint32Array.of(1));
const [bit]: Uint32Array = codec.pop(message);

async function all(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const found: Uint8Array[] = [];
  for await (const piece of pieces) found.push(piece);
  return Buffer.concat(found);
}
const text = Buffer.from('the same bytes');
const model = loadModel('bytes');
const restored = await all(decompress([await all(compress([text], () => model))], () => model));
const refused = await all(decompress([text], () => model)).catch((e: unknown) => e as CrayError);
console.log(JSON.stringify({
  bit,
  restored: text.equals(restored),
  refused: refused instanceof CrayError && refused.code,
  version: require('craystack/package.json').version,
  schema: require('craystack/model.schema.json').$schema,
}));
`;

/** What stands for tfjs-node: TensorFlow.js with a backend of that name, here plain JavaScript. */
const NATIVE = `
const tf = require(${JSON.stringify(packageFile('node_modules/@tensorflow/tfjs'))});
tf.env().set('PROD', true);
for (const kernel of tf.getKernelsForBackend('cpu')) {
  tf.registerKernel({ ...kernel, backendName: 'tensorflow' });
}
tf.registerBackend('tensorflow', tf.findBackendFactory('cpu'));
module.exports = tf;
`;

describe('the npm package', function () {
  this.timeout(120_000);
  let folder: string;
  let tarball: string;
  let files: string[];
  let at: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'craystack-package-'));
    ({ tarball, files } = await pack(folder));
    at = await install(tarball, folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const installed = (path: string) => join(at, 'node_modules/craystack', path);
  const scripts = () => files.filter((file) => file.endsWith('.js'));

  it('has the program, models, revisions of the arithmetic, what models were taught, documents and the man page, and nothing else', () => {
    const rooms = [
      /^dist\/(compiled\/)?[\w-]+\.(js|wasm)$/,
      /^dist\/LICENSES\.txt$/,
      /^dist\/types\/[\w/]+\.d\.ts$/,
      /^docs\/\w+\.(md|schema\.json)$/,
      /^man\/craystack\.1$/,
      /^models\/model\.schema\.json$/,
      /^models\/[\w-]+\/(earlier\/([\w-]+\/)*)?(README\.md|[\w-]+\.json|[\w-]+\.safetensors)$/,
      /^src\/codecs\/learning\/taught\/\w+-\d+\.br$/,
      /^src\/kernels\/revisions\/\d+\.wasm$/,
      /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|FORMAT\.md|SECURITY\.md)$/,
    ];
    expect(files.filter((file) => !rooms.some((room) => room.test(file)))).to.deep.equal([]);
    for (const name of readdirSync(packageFile('models'), { withFileTypes: true })) {
      if (name.isDirectory()) expect(files).to.include(`models/${name.name}/model.json`);
    }
  });

  it('has each part of the program once', () => {
    const whole = scripts().map((file) => readFileSync(installed(file), 'utf8'));
    for (const once of ['var CrayError = class ', 'var Workers = class ', 'function bitsBack(']) {
      expect(whole.join('').split(once).length - 1, once).to.equal(1);
    }
  });

  it('imports nothing that it does not depend on', () => {
    const known = { ...manifest.dependencies, ...manifest.peerDependencies };
    const names = new Set<string>();
    for (const file of [...scripts(), ...files.filter((name) => name.endsWith('.d.ts'))]) {
      const text = readFileSync(installed(file), 'utf8');
      const imports =
        /^(?:import|export)\b[^;]*? from ["']([^"'.][^"']*)["'];|\b(?:import|\w*[rR]equire\d*)\("([^".]+)"\)/gm;
      for (const [, from, later] of text.matchAll(imports)) {
        const [scope, name] = ((from ?? later) as string).split('/') as [string, string?];
        names.add(scope.startsWith('@') ? `${scope}/${name}` : scope);
      }
    }
    expect([...names]).to.include.members(['sharp', '@tensorflow/tfjs-node', 'zod', ...SPARED]);
    const unknown = [...names].filter((name) => !isBuiltin(name) && !(name in known));
    expect(unknown.sort()).to.deep.equal(SPARED);
  });

  it('takes at most 60 MB, with four packages beside it and what sharp has for a system', () => {
    const beside = installedBeside();
    const names = beside.map((path) => path.replace(/^node_modules\//, ''));
    expect(names.filter((name) => !name.startsWith('@img/'))).to.deep.equal([
      'detect-libc',
      'semver',
      'sharp',
      'zod',
    ]);
    const sizes = beside.map((path) => bytesOf(packageFile(path)));
    expect(sizes.reduce((a, b) => a + b, bytesOf(installed('.')))).to.be.at.most(MOST);
  });

  it('has the licences of what it carries inside', () => {
    const licences = readFileSync(installed('dist/LICENSES.txt'), 'utf8');
    for (const name of ['commander', 'pino', '@observablehq/plot', '@tensorflow/tfjs-core']) {
      expect(licences).to.match(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w.-]+\\)$`, 'm'));
    }
    expect(licences.split(`\n${'-'.repeat(80)}\n`).length).to.be.above(50);
    // What is not carried inside comes with its own.
    expect(licences).to.not.match(/^(sharp|mocha) \d/m);
  });

  it('trains an autoencoder with nothing else installed', async () => {
    writeFileSync(join(at, 'images'), mnistSlice(0, 60));
    const command = join(at, 'node_modules/.bin/craystack');
    await done(command, ['init', 'vae', '--data', 'images'], at);
    const train = ['train', 'vae.json', '--data', 'images', '-o', 'own', '--steps', '3'];
    const { stderr } = await done(command, train, at);
    expect(stderr).to.match(
      /^craystack: own: \d+ parameters on TensorFlow.js on its wasm backend, /,
    );
    expect(readdirSync(join(at, 'own'))).to.include('weights.safetensors');
  });

  it('trains one by tfjs-node, and no other TensorFlow.js, where that is installed too', async () => {
    const native = join(at, 'node_modules/@tensorflow/tfjs-node');
    mkdirSync(native, { recursive: true });
    writeFileSync(join(native, 'index.js'), NATIVE);
    const command = join(at, 'node_modules/.bin/craystack');
    const train = ['train', 'vae.json', '--data', 'images', '-o', 'other', '--steps', '3'];
    const { stderr } = await done(command, train, at);
    rmSync(native, { recursive: true });
    expect(stderr).to.match(
      /^craystack: other: \d+ parameters on TensorFlow.js on its tensorflow /,
    );
    expect(
      stderr
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('craystack: ')),
    ).to.deep.equal([]);
  });

  it('compresses and restores a file by the command that npm has linked', async () => {
    const images = Buffer.from(mnistSlice(0, 300));
    writeFileSync(join(at, 'digits'), images);
    const command = join(at, 'node_modules/.bin/craystack');
    await done(
      command,
      ['compress', '-q', '--rm', '-T', '2', '-m', 'mnist-binary-vae', 'digits'],
      at,
    );
    expect(existsSync(join(at, 'digits'))).to.equal(false);
    expect(readFileSync(join(at, 'digits.cray')).length).to.be.below(images.length / 20);
    await done(command, ['decompress', '-q', '-T', '2', 'digits.cray'], at);
    expect(readFileSync(join(at, 'digits')).equals(images)).to.equal(true);
    const { stdout } = await done(command, ['--version'], at);
    expect(stdout.toString()).to.equal(`${manifest.version}\n`);
  });

  it('is a library, with types, its schema and its package.json', async () => {
    writeFileSync(join(at, 'script.mts'), SCRIPT);
    const compiler = packageFile('node_modules/typescript/bin/tsc');
    const options = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
    const roots = ['--typeRoots', packageFile('node_modules/@types')];
    await done(process.execPath, [compiler, ...options, ...roots, 'script.mts'], at);
    const { stdout } = await done(process.execPath, ['script.mjs'], at);
    expect(JSON.parse(stdout.toString())).to.deep.equal({
      bit: 1,
      restored: true,
      refused: 'NOT_CRAY',
      version: manifest.version,
      schema: 'https://json-schema.org/draft/2020-12/schema',
    });
  });

  it('is a command with a man page where npm installs it for all', async () => {
    const system = await installGlobally(tarball, folder);
    const { stdout } = await done(join(system, 'bin/craystack'), ['--version'], system);
    expect(stdout.toString()).to.equal(`${manifest.version}\n`);
    const page = readFileSync(join(system, 'share/man/man1/craystack.1'), 'utf8');
    expect(page).to.match(new RegExp(`^\\.TH CRAYSTACK 1 "" "craystack ${manifest.version}"`, 'm'));
  });
});
