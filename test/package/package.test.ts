import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { mnistSlice } from '../data.js';
import { done, install, manifest, pack } from './install.js';

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

describe('the npm package', function () {
  this.timeout(120_000);
  let folder: string;
  let files: string[];
  let at: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'craystack-package-'));
    const packed = await pack(folder);
    files = packed.files;
    at = await install(packed.tarball, folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const installed = (path: string) => join(at, 'node_modules/craystack', path);
  const scripts = () => files.filter((file) => file.endsWith('.js'));

  it('has the program, models, revisions of the arithmetic, documents and the man page, and nothing else', () => {
    const rooms = [
      /^dist\/(compiled\/)?[\w-]+\.(js|wasm)$/,
      /^dist\/types\/[\w/]+\.d\.ts$/,
      /^docs\/\w+\.(md|schema\.json)$/,
      /^man\/craystack\.1$/,
      /^models\/model\.schema\.json$/,
      /^models\/[\w-]+\/(earlier\/([\w-]+\/)*)?(README\.md|[\w-]+\.json|[\w-]+\.safetensors)$/,
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
    const known = { ...manifest.dependencies, ...manifest.optionalDependencies };
    const names = new Set<string>();
    for (const file of [...scripts(), ...files.filter((name) => name.endsWith('.d.ts'))]) {
      const text = readFileSync(installed(file), 'utf8');
      const imports =
        /^(?:import|export)\b[^;]*? from ["']([^"'.][^"']*)["'];|\bimport\("([^".]+)"\)/gm;
      for (const [, from, later] of text.matchAll(imports)) {
        const [scope, name] = ((from ?? later) as string).split('/') as [string, string?];
        names.add(scope.startsWith('@') ? `${scope}/${name}` : scope);
      }
    }
    expect([...names]).to.include.members(['sharp', '@tensorflow/tfjs', 'zod']);
    const unknown = [...names].filter((name) => !name.startsWith('node:') && !(name in known));
    expect(unknown).to.deep.equal([]);
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

  it('has the man page where package.json says', () => {
    const page = readFileSync(installed(manifest.man), 'utf8');
    expect(page).to.match(new RegExp(`^\\.TH CRAYSTACK 1 "" "craystack ${manifest.version}"`, 'm'));
  });
});
