import { type Logger, pino } from 'pino';
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

/** Without characters that a terminal obeys: names of files may have any. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(2, '0');
    return `\\x${code}`;
  });
}
