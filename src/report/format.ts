/** A number with so many decimals, thousands apart: "12 345.6". */
export function decimals(value: number, digits: number): string {
  const [whole = '', part] = Math.abs(value).toFixed(digits).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') + (part ? `.${part}` : '');
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text;
}

/** A number with so many digits that count, none of them in an exponent. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return '0';
  const places = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  return decimals(value, Math.min(12, Math.max(0, places)));
}

/** Text as HTML. */
export function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": '#39',
  };
  return text.replace(/[&<>"']/g, (c) => `&${names[c]};`);
}
