/** Files of formats that are known by their names alone: nothing here reads their pixels. */

/** How their files begin, as hexadecimal digits. */
const BEGINNINGS: readonly (readonly [start: string, title: string])[] = [
  ['474946383761', 'GIF'],
  ['474946383961', 'GIF'],
  ['0a0501', 'PCX'],
  ['0a0301', 'PCX'],
  ['38425053', 'Photoshop'],
  ['762f3101', 'OpenEXR'],
  ['0000000c4a584c20', 'JPEG XL'],
  ['44445320', 'DDS'],
];

/** Why a file that begins so is bytes: what it is, where that is known; nothing for all else. */
export function whyUnread(start: Uint8Array): string {
  const digits = Buffer.from(start.subarray(0, 8)).toString('hex');
  const found = BEGINNINGS.find(([beginning]) => digits.startsWith(beginning));
  return found ? `${found[1]} is not read as pixels` : '';
}
