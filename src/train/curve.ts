/** A point of a training curve. */
export interface CurvePoint {
  /** Steps done. */
  readonly step: number;
  /** Seconds since training began, pauses left out. */
  readonly seconds: number;
  /** The learning rate. */
  readonly rate: number;
  /** Mean over the steps since the point before, bits a dimension. */
  readonly training: number;
  /** Of the data kept for validation, where there are any, bits a dimension. */
  readonly validation?: number;
}

/** A curve as JSON, a line a point. */
export function curveLines(curve: readonly CurvePoint[]): string {
  return curve.map((point) => `${JSON.stringify(point)}\n`).join('');
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [720, 400, 64, 48, 24, 16];
const COLOURS = { training: '#8a8a8a', validation: '#1f6feb' } as const;
const TICKS = 5;

/** A curve as a picture: bits a dimension over steps. Its first tenth, which is steep, is cut off above. */
export function curveSvg(curve: readonly CurvePoint[], title: string): string {
  const [plotWidth, plotHeight] = [WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM];
  const later = curve.slice(Math.floor(curve.length / 10));
  const values = later.flatMap(({ training, validation = training }) => [training, validation]);
  const low = Math.min(...values);
  const high = Math.max(...values, low + 1e-6);
  const last = curve.at(-1)?.step ?? 1;
  const x = (step: number) => LEFT + (plotWidth * step) / last;
  const y = (bits: number) =>
    TOP + plotHeight * Math.min(1, Math.max(0, (high - bits) / (high - low)));
  const ticks = Array.from({ length: TICKS }, (_, i) => i / (TICKS - 1));
  const text = (at: [number, number], anchor: string, content: string, fill = '#333') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}" fill="${fill}">${content}</text>`;
  const line = (name: keyof typeof COLOURS) => {
    const points = curve.flatMap(({ step, [name]: bits }) =>
      bits === undefined ? [] : [`${x(step).toFixed(1)},${y(bits).toFixed(1)}`],
    );
    return `<polyline fill="none" stroke="${COLOURS[name]}" stroke-width="1.5" points="${points.join(' ')}"/>`;
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...ticks.map((t) => {
      const bits = low + t * (high - low);
      return (
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(bits).toFixed(1)}" y2="${y(bits).toFixed(1)}" stroke="#ddd"/>` +
        text([LEFT - 6, y(bits) + 4], 'end', bits.toPrecision(4))
      );
    }),
    ...ticks.map((t) =>
      text([x(t * last), HEIGHT - BOTTOM + 18], 'middle', `${Math.round(t * last)}`),
    ),
    text([LEFT + plotWidth / 2, HEIGHT - 10], 'middle', 'steps'),
    text([LEFT, TOP - 8], 'start', `${escaped(title)}, bits/dim`),
    text([WIDTH - RIGHT, TOP - 8], 'end', 'validation', COLOURS.validation),
    text([WIDTH - RIGHT - 70, TOP - 8], 'end', 'training', COLOURS.training),
    line('training'),
    line('validation'),
    '</svg>\n',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
}
