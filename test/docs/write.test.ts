import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { reportSchemaText } from '../../src/eval/schema.js';
import { pageSchemaText } from '../../src/report/schema.js';
import {
  checkReference,
  EVAL_SCHEMA_FILE,
  filledGuide,
  GUIDE_FILE,
  PAGE_SCHEMA_FILE,
} from './write.js';

describe('generated documents', () => {
  it('docs/codecs.md has all types of the schema (else: npm run docs)', () => {
    expect(filledGuide()).to.match(/^\| `bitsBack` \| /m);
    expect(readFileSync(GUIDE_FILE, 'utf8')).to.equal(filledGuide());
  });

  it('docs/eval.schema.json is that of evaluations (else: npm run docs)', () => {
    expect(readFileSync(EVAL_SCHEMA_FILE, 'utf8')).to.equal(reportSchemaText());
  });

  it('docs/report.schema.json is that of reports (else: npm run docs)', () => {
    expect(readFileSync(PAGE_SCHEMA_FILE, 'utf8')).to.equal(pageSchemaText());
  });

  it('nothing that the library exports is without a docstring, and all links in them lead somewhere', async () => {
    await checkReference();
  });
});
