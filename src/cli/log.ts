import { type Logger, pino } from 'pino';
import { shown } from './shown.js';
import { showLine } from './thread/port.js';

export interface LogOptions {
  /** One JSON object a line instead of text. */
  readonly json: boolean;
  readonly level: 'error' | 'info' | 'debug';
}

/** A logger on stderr; stdout carries data and nothing else. */
export function createLogger({ json, level }: LogOptions): Logger {
  const write = (line: string) => showLine(json ? line : toText(line));
  return pino({ level, base: null }, { write });
}

/** "craystack: CODE: message" for an error, "craystack: message" for the rest; always one line. */
function toText(line: string): string {
  const { msg, code } = JSON.parse(line) as { msg: string; code?: string };
  const text = code === undefined ? msg : `${code}: ${msg}`;
  return `craystack: ${shown(text.replace(/\s*\n\s*/g, ' '))}\n`;
}
