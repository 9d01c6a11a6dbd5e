/** Columns of a panel, in which the kernel of dense layers takes weights. */
export const PANEL = 8;

/** Rows that this kernel lists at once. */
const BLOCK = 32;

/** Bytes that this kernel needs to itself, 16-aligned, for rows of so many inputs. */
export function denseScratch(inputs: number): number {
  return 8 * BLOCK * (inputs + 1);
}
