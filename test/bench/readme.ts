/**
 * Fills what is between the markers of Markdown files with what npm run bench measured.
 * Usage: npm run readme
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { packageFile } from '../../src/package.js';
import { RESULTS_FILE, type Results } from './results.js';

/** Files with generated parts. */
export const GENERATED_FILES = ['README.md', 'docs/codecs.md', 'models/mnist-binary-vae/README.md'];

/** Rates of others on the same file, measured once elsewhere; see the notes under the table. */
const ELSEWHERE = [
  ['Python craystack, its VAE, one image at a time', 0.1978],
  ['Python craystack, its VAE, its default of ten at a time', 0.2331],
] as const;

/** The text with its generated parts as they are to be; those that others generate stay. */
export function fill(text: string): string {
  const results = JSON.parse(readFileSync(RESULTS_FILE, 'utf8')) as Results;
  const parts: Record<string, string> = {
    rates: rates(results),
    model: model(results),
    speeds: speeds(results),
  };
  return text.replace(
    /(<!-- begin (\w+):[^>]*-->\n)[\s\S]*?(<!-- end \2 -->)/g,
    (whole, begin, name, end) => (name in parts ? `${begin}${parts[name]}${end}` : whole),
  );
}

function rates({ models, peers, items }: Results): string {
  const pixels = items * 784;
  const rows: [string, number, string][] = [
    ...models.map((m): [string, number, string] => [
      m.name === 'mnist-binary-vae'
        ? `**craystack, model ${m.name}**`
        : "craystack, the Python library's weights",
      m.bitsPerPixel,
      `${m.encodeSeconds.toFixed(2)} s / ${m.decodeSeconds.toFixed(2)} s`,
    ]),
    ...ELSEWHERE.map(([name, rate]): [string, number, string] => [`${name} ¹`, rate, '']),
    ...peers.map((p): [string, number, string] => [
      `${p.name} ²`,
      (8 * p.bytes) / pixels,
      `${p.seconds.toFixed(2)} s`,
    ]),
  ];
  rows.sort((a, b) => a[1] - b[1]);
  const lines = rows.map(([name, rate, time]) => `| ${name} | ${rate.toFixed(4)} | ${time} |`);
  return ['| | bits/pixel | encode / decode |', '|---|---|---|', ...lines, ''].join('\n');
}

function speeds({ codecs, machine, node }: Results): string {
  const millions = (n: number) => (n / 1e6).toPrecision(3);
  const lines = codecs.map(
    (row) => `| ${row.name} | ${millions(row.pushPerSecond)} | ${millions(row.popPerSecond)} |`,
  );
  return [
    `Millions of symbols a second on one thread (${machine}, Node ${node}):`,
    '',
    '| | push | pop |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

function model({ models, machine, cores, node }: Results): string {
  const row = models.find((m) => m.name === 'mnist-binary-vae');
  if (!row) throw new Error('mnist-binary-vae has not been measured');
  const above = (100 * (row.bitsPerPixel / row.elbo - 1)).toFixed(2);
  return [
    '| on the 10,000 binarised test images | |',
    '|---|---|',
    `| negative ELBO | ${row.elbo.toFixed(4)} bits/pixel |`,
    `| whole .cray file | ${row.bytes} bytes, ${row.bitsPerPixel.toFixed(4)} bits/pixel, ${above} % above |`,
    `| encoding, decoding | ${row.encodeSeconds.toFixed(2)} s, ${row.decodeSeconds.toFixed(2)} s on one of ${cores} cores (${machine}, Node ${node}) |`,
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const name of GENERATED_FILES) {
    const file = packageFile(name);
    writeFileSync(file, fill(readFileSync(file, 'utf8')));
  }
}
