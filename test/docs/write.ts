/**
 * Writes what is generated of the documents: the reference of the library, from the docstrings, into
 * docs/api, which git ignores; the table of types in the guide, and the schemas of evaluations and of
 * reports, from the schemas; what is said of formats, from their list. Usage: npm run docs
 */
import { readFileSync, writeFileSync } from 'node:fs';
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

/**
 * Reads the docstrings of what the library exports.
 *
 * @throws Error when something has no docstring, or a link leads nowhere; TypeDoc has printed what.
 */
export async function checkReference(): Promise<{ app: Application; project: ProjectReflection }> {
  const options = packageFile('typedoc.json');
  const readers = [new TypeDocReader(), new TSConfigReader()];
  const app = await Application.bootstrapWithPlugins(
    // tsc is asked elsewhere whether the types are right.
    { options, skipErrorChecking: true },
    readers,
  );
  const project = await app.convert();
  if (project) {
    nameSpec(project);
    app.validate(project);
  }
  if (!project || app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new Error('TypeDoc has complaints about the docstrings');
  }
  return { app, project };
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
  const { app, project } = await checkReference();
  await app.generateOutputs(project);
}
