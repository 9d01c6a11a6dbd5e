import * as Plot from '@observablehq/plot';
import { placeLabels } from './labels.js';
import { type ChartOptions, COLOURS, plot, responsive, WIDTHS } from './plot.js';
import type { FileReport } from './schema.js';

type Direction = 'encode' | 'decode';

interface RatePoint {
  readonly name: string;
  readonly program: string;
  readonly rate: number;
  readonly speed: number;
  readonly own: boolean;
}

const HEIGHT = 360;
const MARGINS = { marginLeft: 48, marginRight: 16, marginTop: 26, marginBottom: 42 };

/** Bits for each element against speed, of models and of other compressors. */
export function rateChart(file: FileReport, direction: Direction): string {
  const points = pointsOf(file, direction);
  const what = direction === 'encode' ? 'encoding' : 'decoding';
  const label = `Bits for each dimension against the speed of ${what}`;
  return responsive(label, WIDTHS.half, (width) => {
    const frame = frameOf(points, what);
    // Labels go where there is room, which is known once the scales are.
    const { scale } = plot(width, frame);
    const [x, y] = [scale('x'), scale('y')];
    const places = placeLabels(
      points.map((p) => ({ x: x?.apply(p.speed), y: y?.apply(p.rate), text: p.name })),
      { left: MARGINS.marginLeft, right: width, top: 0, bottom: HEIGHT - MARGINS.marginBottom },
    );
    const labels = points.flatMap((point, i) => (places[i] ? [named(point, places[i])] : []));
    return { ...frame, marks: [...(frame.marks ?? []), ...labels] };
  });
}

function pointsOf({ results, peers }: FileReport, direction: Direction): RatePoint[] {
  const speed = `${direction}Megabytes` as const;
  return [
    ...results.map((r) => ({
      name: r.model,
      program: r.model,
      rate: r.bitsPerDim.file,
      speed: r.speed[speed],
      own: true,
    })),
    ...peers.map((p) => ({
      name: p.name,
      program: p.program,
      rate: p.bitsPerDim,
      speed: p[speed],
      own: false,
    })),
  ];
}

function frameOf(points: readonly RatePoint[], what: string): ChartOptions {
  const speeds = points.map(({ speed }) => speed);
  const [slow, fast] = [Math.min(...speeds), Math.max(...speeds)];
  const most = Math.max(...points.map(({ rate }) => rate));
  const others = points.filter(({ own }) => !own);
  return {
    height: HEIGHT,
    ...MARGINS,
    x: {
      type: 'log',
      // Room for labels at either side.
      domain: [slow / 2, fast * 2],
      ticks: powersOfTen(slow / 2, fast * 2),
      tickFormat: (speed: number) => `${speed}`,
      label: `${what}, MB/s`,
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: { domain: [0, 1.08 * most], nice: true, label: 'bits/dim', labelArrow: 'none', ticks: 6 },
    marks: [
      Plot.gridY({ stroke: COLOURS.rule, strokeOpacity: 1, ticks: 6 }),
      Plot.line(others, {
        x: 'speed',
        y: 'rate',
        z: 'program',
        stroke: COLOURS.others,
        strokeOpacity: 0.6,
      }),
      Plot.dot(points, {
        x: 'speed',
        y: 'rate',
        r: (p: RatePoint) => (p.own ? 6 : 4),
        fill: (p: RatePoint) => (p.own ? COLOURS.accent : COLOURS.others),
        stroke: 'var(--card)',
        ariaLabel: (p: RatePoint) => `${p.name}: ${p.rate} bits/dim, ${p.speed} MB/s`,
      }),
    ],
    r: { type: 'identity' },
  };
}

function named(point: RatePoint, place: object): Plot.Markish {
  return Plot.text([point], {
    ...place,
    x: 'speed',
    y: 'rate',
    text: 'name',
    fontSize: 11,
    fontWeight: point.own ? 600 : 400,
    fill: point.own ? COLOURS.accent : COLOURS.text,
  });
}

/** Those within bounds. */
function powersOfTen(low: number, high: number): number[] {
  const [from, to] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => Number(`1e${from + i}`));
}
