/**
 * Writes what is generated of the documents: the reference of the library, from the docstrings, the
 * table of types in the guide, and the schema of evaluations, from the schemas; what is said of formats,
 * from their list. Usage: npm run docs
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  Application,
  type DeclarationReflection,
  type ProjectReflection,
  ReferenceType,
  TSConfigReader,
  TypeDocReader,
} from 'typedoc';
import { reportSchemaText } from '../../src/eval/schema.js';
import { TYPES } from '../../src/model/types/index.js';
import { packageFile } from '../../src/package.js';
import { pageSchemaText } from '../../src/report/schema.js';
import { writeFormatDocuments } from './formats.js';

export const GUIDE_FILE = packageFile('docs/codecs.md');
export const EVAL_SCHEMA_FILE = packageFile('docs/eval.schema.json');
export const PAGE_SCHEMA_FILE = packageFile('docs/report.schema.json');
export const REFERENCE_FILE = packageFile('docs/api/README.md');

/**
 * The reference of the library as its docstrings have it.
 *
 * @throws Error when something has no docstring, or a link leads nowhere; TypeDoc has printed what.
 */
export async function reference(): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), 'craystack-docs-'));
  try {
    const options = packageFile('typedoc.json');
    const readers = [new TypeDocReader(), new TSConfigReader()];
    const app = await Application.bootstrapWithPlugins({ options, out }, readers);
    const project = await app.convert();
    if (project) {
      nameSpec(project);
      app.validate(project);
      await app.generateOutputs(project);
    }
    if (!project || app.logger.hasErrors() || app.logger.hasWarnings()) {
      throw new Error('TypeDoc has complaints about the docstrings');
    }
    return readFileSync(join(out, 'README.md'), 'utf8');
  } finally {
    rmSync(out, { recursive: true });
  }
}

/**
 * Refers to the type of a spec by its name. It is inferred from the schema, so TypeDoc writes all of
 * it out without the descriptions, which are in model.schema.json.
 */
function nameSpec(project: ProjectReflection): void {
  const spec = project.getChildByName(['Model', 'spec']) as DeclarationReflection;
  project.removeTypeReflections(spec.type);
  spec.type = ReferenceType.createBrokenReference('ModelSpec', project, undefined);
}

/** The guide with its table of types as they describe themselves. */
export function filledGuide(): string {
  const rows = TYPES.map(({ type, codes }) => `| \`${type}\` | ${codes} |\n`);
  return readFileSync(GUIDE_FILE, 'utf8').replace(
    /(<!-- begin types:[^>]*-->\n)[\s\S]*?(<!-- end types -->)/,
    (_, begin, end) => `${begin}| type | codes |\n|---|---|\n${rows.join('')}${end}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFormatDocuments();
  writeFileSync(GUIDE_FILE, filledGuide());
  writeFileSync(EVAL_SCHEMA_FILE, reportSchemaText());
  writeFileSync(PAGE_SCHEMA_FILE, pageSchemaText());
  mkdirSync(dirname(REFERENCE_FILE), { recursive: true });
  writeFileSync(REFERENCE_FILE, await reference());
}
