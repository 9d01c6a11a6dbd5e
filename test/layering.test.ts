import { expect } from 'chai';
import { SOURCES as files, filesImportedBy, importsOf, sourceOf } from './imports.js';

/** The rooms of src from the bottom up: a file may import from its own room and from those before. */
const ROOMS = [
  'errors.ts',
  'options.ts',
  'package.ts',
  'thread.ts',
  'work.ts',
  'words.ts',
  'bytes',
  'kernels',
  'ans',
  'distributions',
  'networks',
  'codecs',
  'data',
  'layouts',
  'container',
  'model',
  'pipeline',
  'eval',
  'peers',
  'report',
  'index.ts',
  'cli',
];

/** Rooms that coding must not reach. */
const ASIDE = ['train'];

/** Packages that only these rooms may import. */
const OWNERS: Readonly<Record<string, string | readonly string[]>> = {
  '@tensorflow/tfjs': 'train',
  '@tensorflow/tfjs-backend-wasm': 'train',
  commander: 'cli',
  pino: 'cli',
  'cli-progress': 'cli',
  zod: ['model', 'eval', 'report'],
  '@observablehq/plot': 'report',
  linkedom: 'report',
  sharp: 'data',
  pako: 'data',
  yauzl: 'data',
};

const roomOf = (file: string) => file.split('/')[0] as string;

describe('the rooms of src', () => {
  it('are all known', () => {
    expect([...new Set(files.map(roomOf))].sort()).to.deep.equal([...ROOMS, ...ASIDE].sort());
  });

  for (const file of files) {
    it(`${file} imports downwards`, () => {
      const room = roomOf(file);
      for (const name of importsOf(file)) {
        if (!name.startsWith('.')) expect([OWNERS[name] ?? room].flat(), name).to.include(room);
      }
      if (ASIDE.includes(room)) return;
      for (const name of filesImportedBy(file)) {
        const target = roomOf(name);
        expect(ROOMS, name).to.include(target);
        expect(ROOMS.indexOf(target), `${room} imports ${target}`).to.be.at.most(
          ROOMS.indexOf(room),
        );
      }
    });
  }

  it('have no cycles of files', () => {
    const graph = new Map(files.map((file) => [file, filesImportedBy(file)]));
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path, 'a cycle').to.not.include(file);
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });
});

describe('the coding path', () => {
  const coding = files.filter(
    (file) => !['train', 'eval', 'peers', 'report', 'cli'].includes(roomOf(file)),
  );

  it('has no function of Math whose result the language leaves open, and no **', () => {
    // Exact by the standard: these may be used.
    const exact = 'abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc';
    for (const file of coding) {
      const code = sourceOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      expect(code.match(new RegExp(`Math\\.(?!(${exact})\\b)\\w+|\\*\\*`)), file).to.equal(null);
      expect(code.match(/\bMath\b(?!\.)/), file).to.equal(null);
    }
  });

  it('has no process, and no randomness but from a seed', () => {
    for (const file of coding) {
      const code = sourceOf(file);
      expect(
        code.match(/process\.(exit|stdout|stderr|stdin|env)|randomBytes|Date\.now/),
        file,
      ).to.equal(null);
    }
  });
});

describe('errors', () => {
  it('of arguments and of values have classes that nothing else throws', () => {
    for (const file of files.filter((name) => name !== 'errors.ts')) {
      expect(sourceOf(file), file).to.not.match(/(new|instanceof) RangeError/);
    }
  });
});
