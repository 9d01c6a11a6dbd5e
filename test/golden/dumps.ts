/** An annotated dump in a document: the fenced text after the first mention of a golden file. */
export interface Dump {
  readonly name: string;
  readonly text: string;
}

const DUMP = /fixtures\/golden\/(\S+\.cray)[^`]*```\n(.*?)```/gs;

export function dumpsOf(document: string): Dump[] {
  return [...document.matchAll(DUMP)].map(([, name, text]) => ({
    name: name as string,
    text: text as string,
  }));
}

/** The document with the bytes of each dump as its file has them. */
export function fillDumps(document: string, read: (name: string) => Uint8Array): string {
  return document.replace(DUMP, (whole, name: string) => fill(whole, read(name)));
}

// What bytes mean is said by hand beside them. Their places do not move while the fields before them
// keep their lengths, and the test of the document notices when they do.
function fill(text: string, file: Uint8Array): string {
  return text.replace(
    /^([0-9a-f]{4}) {2}((?:[0-9a-f]{2} ?)+)/gm,
    (line, offset: string, bytes: string) => {
      const from = Number.parseInt(offset, 16);
      const row = file.subarray(from, from + bytes.trim().split(' ').length);
      const digits = [...row].map((b) => b.toString(16).padStart(2, '0')).join(' ');
      return line.replace(bytes.trim(), digits);
    },
  );
}
