/** The npm package, made of the sources as they are and installed, without a network and without touching dist. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { bundle } from '../../bin/bundle.js';
import { packageFile } from '../../src/package.js';
import { type Outcome, run } from '../cli/process.js';

export interface Manifest {
  readonly version: string;
  readonly files: readonly string[];
  readonly man: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

export const manifest: Manifest = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));

/** What npm packs though `files` does not name it. */
const ALWAYS = ['package.json', 'README.md', 'LICENSE'];

/**
 * Packs what the package is made of.
 *
 * @param folder an empty one, for this alone.
 * @returns the path of the tarball, and the paths of the files inside.
 */
export async function pack(folder: string): Promise<{ tarball: string; files: string[] }> {
  const stage = join(folder, 'stage');
  for (const pattern of [...ALWAYS, ...manifest.files]) {
    const name = pattern.includes('*') ? dirname(pattern) : pattern;
    const from = packageFile(name);
    if (name === 'dist' || !existsSync(from)) continue;
    cpSync(from, join(stage, name), { recursive: true });
  }
  bundle(join(stage, 'dist'));
  const types = ['-p', packageFile('tsconfig.build.json'), '--outDir', join(stage, 'dist/types')];
  await done(process.execPath, [packageFile('node_modules/typescript/bin/tsc'), ...types], stage);
  const { stdout } = await npm(['pack', '--json', '--ignore-scripts'], stage);
  // An array of packages up to npm 11, an object of them after it.
  const [packed] = Object.values(
    JSON.parse(stdout.toString()) as { filename: string; files: { path: string }[] }[],
  );
  if (!packed) throw new Error('npm pack says nothing');
  return {
    tarball: join(stage, packed.filename),
    files: packed.files.map((file) => file.path),
  };
}

/**
 * Installs a tarball by npm into an empty folder. What it depends on is that of this checkout: npm sees
 * stand-ins of the right names and versions, which nobody has to fetch, and links take their place.
 *
 * @returns the folder.
 */
export async function install(tarball: string, folder: string): Promise<string> {
  const at = join(folder, 'empty');
  const standIn = (name: string) => join(folder, 'stand-ins', name);
  const overrides: Record<string, string> = {};
  const { dependencies, optionalDependencies } = manifest;
  for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies })) {
    mkdirSync(standIn(name), { recursive: true });
    writeFileSync(join(standIn(name), 'package.json'), JSON.stringify({ name, version }));
    overrides[name] = `file:${standIn(name)}`;
  }
  mkdirSync(at);
  writeFileSync(join(at, 'package.json'), JSON.stringify({ private: true, overrides }));
  await npm(['install', '--offline', '--omit=optional', '--no-audit', '--no-fund', tarball], at);
  for (const name of Object.keys(dependencies)) {
    rmSync(standIn(name), { recursive: true });
    symlinkSync(realpathSync(packageFile(join('node_modules', name))), standIn(name));
  }
  return at;
}

/** Runs npm: the one that runs the tests, or that of the path. */
function npm(args: readonly string[], cwd: string): Promise<Outcome> {
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return done(process.execPath, [script, ...args], cwd);
  return done('npm', args, cwd);
}

/** @throws Error with what a program complains about, unless it ends well. */
export async function done(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<Outcome> {
  const outcome = await run(command, args, { cwd });
  if (outcome.status !== 0) {
    throw new Error(`${command} ${args.join(' ')}: ${outcome.stdout}${outcome.stderr}`);
  }
  return outcome;
}
