import { parseHTML } from 'linkedom';

/** What is needed here of an element. */
export interface DOMElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
}

interface DOMDocument {
  querySelector(selector: string): DOMElement | null;
  querySelectorAll(selector: string): Iterable<DOMElement> & { readonly length: number };
}

/** A page as a document. */
export function parse(html: string): { readonly document: DOMDocument } {
  return parseHTML(html) as unknown as { document: DOMDocument };
}
