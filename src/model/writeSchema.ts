/** Writes the JSON Schema of model.json. Run by the build. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { packageFile } from '../package.js';
import { inLines } from './inLines.js';
import { modelSchema } from './schema.js';

/** Where the schema is kept. */
export const SCHEMA_FILE = packageFile('models/model.schema.json');

/** The JSON Schema of model.json as people write it, before defaults are filled in. */
export function schemaText(): string {
  return `${inLines(z.toJSONSchema(modelSchema, { io: 'input' }))}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(SCHEMA_FILE, schemaText());
}
