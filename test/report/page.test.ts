import { expect } from 'chai';
import { type DOMElement, parse } from './dom.js';
import { measuredReport } from './measured.js';

/** The value at a path of a report. */
function valueAt(report: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], report);
}

/** The number that people read, with thousands apart and a real minus. */
function numberOf(text: string): number {
  return Number(text.replace(/\u202f/g, '').replace('\u2212', '-'));
}

describe('the page of a report', () => {
  it('shows what its JSON has, each figure at its place and rounded right', async () => {
    const { report, html } = await measuredReport();
    const { document } = parse(html);
    expect(JSON.parse(document.querySelector('#report')?.textContent ?? '')).to.deep.equal(
      JSON.parse(JSON.stringify(report)),
    );
    const figures = [...document.querySelectorAll('data')] as DOMElement[];
    expect(figures.length).to.be.above(100);
    for (const figure of figures) {
      const at = figure.getAttribute('data-at') ?? '';
      const value = valueAt(report, at) as number;
      expect(Number(figure.getAttribute('value')), at).to.equal(value);
      const text = figure.textContent ?? '';
      const shown = value / Number(figure.getAttribute('data-over') ?? 1);
      const decimals = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
      expect(Math.abs(numberOf(text) - shown), `${at}: ${text}`).to.be.at.most(
        0.5000001 * 10 ** -decimals,
      );
    }
  });

  it('shows every figure of eval that is about bits, and those of all other compressors', async () => {
    const { report, html } = await measuredReport();
    const shown = new Set(
      [...parse(html).document.querySelectorAll('data')].map((data) =>
        (data as DOMElement).getAttribute('data-at'),
      ),
    );
    report.files.forEach((file, f) => {
      file.results.forEach((result, r) => {
        const at = `files.${f}.results.${r}`;
        for (const part of Object.keys(result.bits)) expect(shown).to.include(`${at}.bits.${part}`);
        expect(shown).to.include(`${at}.bitsPerDim.file`).and.to.include(`${at}.bytes`);
      });
      file.peers.forEach((_, p) => {
        for (const key of ['bytes', 'bitsPerDim', 'encodeMegabytes', 'decodeMegabytes']) {
          expect(shown).to.include(`files.${f}.peers.${p}.${key}`);
        }
      });
    });
  });

  it('has bars as long as what they stand for', async () => {
    const { report, html } = await measuredReport();
    const [result] = report.files[0]?.results ?? [];
    const bars = [...parse(html).document.querySelectorAll('.on-screen [aria-label="bar"] rect')]
      .map((bar) => bar as DOMElement)
      .slice(0, 6)
      .map((bar) => ({
        bytes: Number(/: (.*) bytes/.exec(bar.getAttribute('aria-label') ?? '')?.[1]),
        width: Number(bar.getAttribute('width')),
      }));
    expect(bars.map(({ bytes }) => bytes)).to.include((result?.bits.header ?? 0) / 8);
    const scale = (bars[0]?.width ?? 0) / Math.abs(bars[0]?.bytes ?? 1);
    for (const { bytes, width } of bars) expect(width).to.be.closeTo(Math.abs(bytes) * scale, 0.01);
  });

  it('says in words what charts and pictures show, and needs nothing from elsewhere', async () => {
    const { html } = await measuredReport();
    const { document } = parse(html);
    for (const svg of document.querySelectorAll('svg')) {
      expect((svg as DOMElement).getAttribute('aria-label')).to.match(/\w/);
    }
    for (const img of document.querySelectorAll('img')) {
      expect((img as DOMElement).getAttribute('alt')).to.match(/item \d+/);
      expect((img as DOMElement).getAttribute('src')).to.match(/^data:image\/png;base64,/);
    }
    expect(document.querySelectorAll('img').length).to.be.above(0);
    expect(html).to.not.match(/(src|href)="(?!data:)|@import|url\((?!#)/);
    expect(document.querySelectorAll('script:not([type="application/json"])').length).to.equal(0);
  });

  it('is not led astray by names of files', async () => {
    const { html } = await measuredReport('</script><b>&"');
    expect(html).to.include('<h2>&lt;/script&gt;&lt;b&gt;&amp;&quot;</h2>');
    expect(html.match(/<\/script>/g)).to.have.length(1);
    expect(html).to.not.include('<b>&"');
  });
});
