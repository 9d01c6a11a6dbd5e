/** The npm package, made of the sources as they are and installed, without a network and without touching dist. */
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
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
  readonly man: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
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
 * Installs a tarball by npm into an empty folder.
 *
 * @returns the folder.
 */
export async function install(tarball: string, folder: string): Promise<string> {
  const at = join(folder, 'empty');
  const standIns = makeStandIns(join(folder, 'stand-ins'));
  const overrides = Object.fromEntries(
    [...standIns].map(([name, path]) => [name, `file:${path}`] as const),
  );
  mkdirSync(at);
  writeFileSync(join(at, 'package.json'), JSON.stringify({ private: true, overrides }));
  await npm(['install', ...OFFLINE, tarball], at);
  useOwn(standIns);
  return at;
}

/**
 * Installs a tarball by npm for all of a system, whose folder is an empty one.
 *
 * @returns the folder.
 */
export async function installGlobally(tarball: string, folder: string): Promise<string> {
  const at = join(folder, 'system');
  const standIns = makeStandIns(join(folder, 'stand-ins-of-all'));
  await npm(['install', '-g', '--prefix', at, ...OFFLINE, tarball, ...standIns.values()], folder);
  useOwn(standIns);
  return at;
}

const OFFLINE = ['--offline', '--no-audit', '--no-fund'];

/**
 * What the package depends on is that of this checkout: npm sees stand-ins of the right names and versions,
 * which nobody has to fetch, and links take their place.
 *
 * @returns where they are, by name.
 */
function makeStandIns(folder: string): Map<string, string> {
  const made = new Map<string, string>();
  for (const [name, version] of Object.entries(manifest.dependencies)) {
    const at = join(folder, name);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name, version }));
    made.set(name, at);
  }
  return made;
}

function useOwn(standIns: ReadonlyMap<string, string>): void {
  for (const [name, at] of standIns) {
    rmSync(at, { recursive: true });
    symlinkSync(realpathSync(packageFile(join('node_modules', name))), at);
  }
}

/** The packages that npm installs beside this one, out of what is installed here for this system. */
export function installedBeside(): string[] {
  const { packages }: Lock = JSON.parse(readFileSync(packageFile('package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev, devOptional, link }]) => path && !dev && !devOptional && !link)
    .map(([path]) => path)
    .filter((path) => path.startsWith('node_modules/') && existsSync(packageFile(path)));
}

/** What package-lock.json says of a package. */
interface Lock {
  readonly packages: Readonly<
    Record<string, { dev?: boolean; devOptional?: boolean; link?: boolean }>
  >;
}

/** Bytes of all files of a folder, but for packages inside. */
export function bytesOf(folder: string): number {
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    sum += entry.isDirectory() ? bytesOf(path) : lstatSync(path).size;
  }
  return sum;
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
