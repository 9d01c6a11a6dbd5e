import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { packageFile } from '../src/package.js';

/** Most lines of a function, from its first to its closing brace. */
const MOST_LINES = 60;

/** Longer ones, file and name, and why they are. */
const LONGER: Readonly<Record<string, string>> = {
  'train/losses/pixelMixture.ts pixelMixtureLoss': 'a formula and its gradient, by one loop each',
  'train/losses/pixelMixture.ts row': 'a formula and its gradient, by one loop each',
  'kernels/assembly/bytes.ts popEight': 'eight lanes side by side, each step written out',
  'kernels/assembly/dense.ts listedRows': 'blocks of rows and columns, each step written out',
  'kernels/assembly/experts/contexts.ts contexts': 'a table of contexts, one an entry',
  'kernels/assembly/gaussian.ts normalPpf': 'the coefficients of its approximation',
  'kernels/assembly/gaussian.ts tail': 'the coefficients of its approximation',
};

interface LongFunction {
  readonly name: string;
  readonly lines: number;
}

/** The functions of a file, by name where they have one, and how many lines each takes. */
function functionsOf(file: string, text: string): LongFunction[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const line = (at: number) => source.getLineAndCharacterOfPosition(at).line;
  const found: LongFunction[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const lines = line(node.end) - line(node.getStart(source)) + 1;
      found.push({ name: `${file} ${node.name?.getText(source) ?? 'without a name'}`, lines });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('the functions of src', () => {
  const src = packageFile('src');
  const files = (readdirSync(src, { recursive: true }) as string[]).filter((file) =>
    file.endsWith('.ts'),
  );
  const long = files
    .flatMap((file) => functionsOf(file, readFileSync(join(src, file), 'utf8')))
    .filter(({ lines }) => lines > MOST_LINES);

  it(`have at most ${MOST_LINES} lines, but for those named here`, () => {
    const others = long.filter(({ name }) => !(name in LONGER));
    expect(others.map(({ name, lines }) => `${name}: ${lines} lines`)).to.deep.equal([]);
  });

  it('that are named here as longer are so', () => {
    const names = long.map(({ name }) => name);
    expect(Object.keys(LONGER).filter((name) => !names.includes(name))).to.deep.equal([]);
  });

  it('are counted, whatever their kind', () => {
    const text = 'const a = () => {\n};\nclass B { c() {\n\n} get d() { return 1; } }\n';
    const found = functionsOf('x.ts', text).map(({ name, lines }) => [name, lines]);
    expect(found).to.deep.equal([
      ['x.ts without a name', 2],
      ['x.ts c', 3],
      ['x.ts d', 1],
    ]);
  });
});
