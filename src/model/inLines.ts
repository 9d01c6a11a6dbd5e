/** Characters of a line, without what it is called. */
const WIDTH = 90;

/** JSON in which what fits into a line is on one, and of lists of words as many as fit. */
export function inLines(value: unknown, indent = ''): string {
  const flat = oneLine(value);
  if (indent !== '' && indent.length + flat.length <= WIDTH) return flat;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const lines = value.every((v) => typeof v === 'string')
      ? filled(value.map(oneLine), WIDTH - deeper.length)
      : value.map((v) => inLines(v, deeper));
    return `[\n${lines.map((line) => deeper + line).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return flat;
  const entries = Object.entries(value).map(
    ([key, v]) => `${deeper}${JSON.stringify(key)}: ${inLines(v, deeper)}`,
  );
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

/** Words in lines of so many characters. */
function filled(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)}, ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, v]) => `${JSON.stringify(key)}: ${oneLine(v)}`);
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
}
