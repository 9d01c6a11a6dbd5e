/**
 * Fills what is between the markers of Markdown files with what npm run bench measured.
 * Usage: npm run readme
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { packageFile } from '../../src/package.js';
import { SECTIONS } from './sections.js';

/** Files with generated parts. */
export const GENERATED_FILES = [
  'README.md',
  'docs/codecs.md',
  'docs/eval.md',
  'models/arrays/README.md',
  'models/mnist-binary-vae/README.md',
  'models/bytes/README.md',
  'models/jpeg/README.md',
  'models/numbers/README.md',
  'models/photo/README.md',
  'models/photo16/README.md',
  'models/cifar10/README.md',
  'models/mnist-neighbourhood/README.md',
  'models/mnist-binary-neighbourhood/README.md',
];

/** The text with its generated parts as they are to be; those that others generate stay. */
export function fill(text: string): string {
  const parts = Object.assign({}, ...SECTIONS.map((section) => section.parts())) as Record<
    string,
    string
  >;
  return text.replace(
    /(<!-- begin (\w+):[^>]*-->\n)[\s\S]*?(<!-- end \2 -->)/g,
    (whole, begin, name, end) => (name in parts ? `${begin}${parts[name]}${end}` : whole),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const name of GENERATED_FILES) {
    const file = packageFile(name);
    writeFileSync(file, fill(readFileSync(file, 'utf8')));
  }
}
