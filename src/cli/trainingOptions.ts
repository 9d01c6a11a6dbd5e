import { Option } from 'commander';
import type { Logger } from 'pino';

/** The option of the data that a model is for. */
export function dataOption(description: string): Option {
  return new Option('--data <files...>', `${description}: data sets, or folders of images`)
    .makeOptionMandatory()
    .argParser(several);
}

/** A parser of options that may be given several times. */
export function several(path: string, before: readonly string[] = []): string[] {
  return [...before, path];
}

/** Says which files of folders are not looked at. */
export function leftOut(log: Logger): (path: string) => void {
  return (path) => log.info(`${path}: is of no known format, and left out`);
}
