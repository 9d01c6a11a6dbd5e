import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { chromium } from 'playwright-core';
import { measuredReport } from './measured.js';

/** Debian's, or that of an environment variable. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a page looks like at a width, and what it complained of. */
async function look(file: string, colorScheme: 'light' | 'dark', width: number) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(request.url()));
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    const seen = await page.evaluate(SEEN);
    return { ...(seen as Seen), complaints, requests };
  } finally {
    await browser.close();
  }
}

interface Seen {
  readonly json: unknown;
  readonly figures: readonly { readonly at: string; readonly value: number }[];
  readonly scrollWidth: number;
  readonly ground: string;
  readonly ink: string;
  readonly brokenImages: number;
  readonly hiddenFigures: number;
  readonly overlaps: readonly string[];
}

/** Runs in the page: what is in it, and what texts of a chart lie on one another. */
const SEEN = `(() => {
  const shown = (e) => e.getClientRects().length > 0;
  const style = getComputedStyle(document.body);
  const data = [...document.querySelectorAll('data')];
  const overlaps = [];
  for (const svg of document.querySelectorAll('svg')) {
    if (!shown(svg)) continue;
    const boxes = [...svg.querySelectorAll('text')].filter((t) => t.textContent.trim()).map((t) => [t.textContent, t.getBoundingClientRect()]);
    boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
      const x = Math.min(p.right, q.right) - Math.max(p.left, q.left);
      const y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
      if (x > 1 && y > 4) overlaps.push(a + ' / ' + b);
    }));
  }
  return {
    json: JSON.parse(document.querySelector('#report').textContent),
    figures: data.map((d) => ({ at: d.dataset.at, value: Number(d.value) })),
    scrollWidth: document.documentElement.scrollWidth,
    ground: style.backgroundColor,
    ink: style.color,
    brokenImages: [...document.images].filter((image) => image.naturalWidth === 0).length,
    hiddenFigures: data.filter((d) => !shown(d) && !d.closest('details')).length,
    overlaps,
  };
})()`;

describe('the page of a report in a browser', () => {
  if (!existsSync(CHROMIUM)) {
    it(`skipped: there is no ${CHROMIUM}; the environment variable CHROMIUM says where it is`);
    return;
  }
  for (const [scheme, width] of [
    ['light', 1000],
    ['dark', 1000],
    ['light', 390],
  ] as const) {
    it(`is whole and quiet, ${scheme}, ${width} pixels wide`, async () => {
      const { report, html } = await measuredReport();
      const folder = mkdtempSync(join(tmpdir(), 'craystack-page-'));
      try {
        const file = join(folder, 'report.html');
        writeFileSync(file, html);
        const seen = await look(file, scheme, width);
        expect(seen.complaints).to.deep.equal([]);
        const elsewhere = seen.requests.filter((url) => !/^data:|report\.html$/.test(url));
        expect(elsewhere, 'requests').to.deep.equal([]);
        expect(seen.json).to.deep.equal(JSON.parse(JSON.stringify(report)));
        for (const { at, value } of seen.figures) {
          const [from] = [at.split('.').reduce<unknown>((o, k) => (o as never)[k], seen.json)];
          expect(value, at).to.equal(from);
        }
        expect(seen.hiddenFigures, 'figures that are not seen').to.equal(0);
        expect(seen.brokenImages).to.equal(0);
        expect(seen.scrollWidth, 'nothing sticks out').to.be.at.most(width);
        expect(seen.overlaps).to.deep.equal([]);
        const light = (colour: string) => Number(/\d+/.exec(colour)?.[0]) > 127;
        expect([light(seen.ground), light(seen.ink)]).to.deep.equal(
          scheme === 'light' ? [true, false] : [false, true],
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
