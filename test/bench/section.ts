import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { packageFile, VERSION } from '../../src/package.js';

/** One subject of npm run bench. */
export interface Section<R> {
  /** What npm run bench -- NAME calls it, and the file that keeps its results. */
  readonly name: string;
  /** What it is about, for people. */
  readonly title: string;
  measure(): Promise<R>;
  /** Measures the rows of these names, where the results can have rows of different days; the others stay. */
  measureSome?(names: readonly string[], before: R): Promise<R>;
  /** The results for a terminal. */
  report(result: R): string;
  /** Parts of Markdown files, by the names in their markers. */
  parts(measured: Measured<R>): Readonly<Record<string, string>>;
  /** What measure would run now, where that is by models that are named or chosen. */
  planned?(): readonly Run[];
  /** What was run, by the results. */
  ran?(result: R): readonly Run[];
}

/** A row of a table: files by a model, or by the one that auto takes for them. */
export interface Run {
  readonly name: string;
  readonly effort?: number | undefined;
  /** Names of models; of what is planned, none where auto chooses. */
  readonly models?: readonly string[] | undefined;
  /** A file of those to be run, as far as there is one at hand. */
  file?(): Promise<Uint8Array> | Uint8Array | undefined;
}

/** Results, and where they were measured. */
export interface Measured<R> {
  readonly machine: string;
  readonly cores: number;
  readonly node: string;
  /** Version of the program; results from before it was kept have none. */
  readonly craystack?: string;
  readonly date: string;
  readonly result: R;
}

/** A section whose results nobody else needs to know the type of. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  /** Measures all, or the rows of some names, keeps what comes out, and says it. */
  run(names: readonly string[]): Promise<string>;
  /** The parts of Markdown files that the last results give. */
  parts(): Readonly<Record<string, string>>;
  /** What would be run, and what was; nothing where there are no models to speak of. */
  runs(): { readonly planned: readonly Run[]; readonly ran: readonly Run[] };
}

export function benchOf<R>(section: Section<R>): Bench {
  const { name, title } = section;
  const file = packageFile(`test/bench/results/${name}.json`);
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as Measured<R>;
  return {
    name,
    title,
    async run(names) {
      if (names.length > 0) {
        if (!section.measureSome) throw new Error(`${name}: only all of it can be measured`);
        const { result, ...at } = read();
        const some = await section.measureSome(names, result);
        writeFileSync(file, `${JSON.stringify({ ...at, result: some }, null, 2)}\n`);
        return section.report(some);
      }
      const result = await section.measure();
      const measured: Measured<R> = {
        machine: cpus()[0]?.model.trim() ?? 'unknown',
        cores: cpus().length,
        node: process.version,
        craystack: VERSION,
        date: new Date().toISOString().slice(0, 10),
        result,
      };
      writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
      return section.report(result);
    },
    // What has never been measured fills nothing.
    parts: () => (existsSync(file) ? section.parts(read()) : {}),
    runs: () => ({
      planned: section.planned?.() ?? [],
      ran: section.ran?.(read().result) ?? [],
    }),
  };
}

/** For people: "AMD EPYC, Node v20.20.2, 22 November 2026". */
export function placeOf({ machine, node, date }: Measured<unknown>): string {
  return `${machine}, Node ${node}, ${dayOf(date)}`;
}

/** For people: "22 November 2026". */
export function dayOf(date: string): string {
  return new Date(date).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}
