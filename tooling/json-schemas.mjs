// The JSON Schemas of what a recording is made of, generated from @playhead/protocol/schemas. `--update` rewrites packages/protocol/json-schema/,
// and with them the schema of the session document and docs/reference/cli.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cliReference, cliReferenceFile } from './cli-reference.mjs';
import { diffSchema, diffSchemaFile, documentSchema, documentSchemaFile, figuresSchemas, momentsSchema, momentsSchemaFile, timelineSchema, timelineSchemaFile } from './document-schema.mjs';
import { root } from './packages.mjs';

/** Where they are checked in. */
export const folder = join(root, 'packages/protocol/json-schema');

/** Where that of what may pass a connection is. */
export const policySchemaFile = join(root, 'packages/gateway/json-schema/policy.schema.json');

const SOURCE = `
  import { toJSONSchema } from 'zod/mini';
  import { annotationSchema, eventSchemas, recordSchema, removalSchema, reviewDocumentSchema, sessionHeaderSchema } from './src/schemas/index.ts';
  import { defaultLimits, eventRegistry } from './src/index.ts';
  // What came out of JSON and is not looked into may be anything.
  const of = (schema) => { const { $schema, ...rest } = toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }); return rest; };
  export const record = of(recordSchema), header = of(sessionHeaderSchema), annotation = of(annotationSchema), removal = of(removalSchema), review = of(reviewDocumentSchema);
  export const events = Object.fromEntries(Object.entries(eventSchemas).map(([type, schema]) => [type, { title: eventRegistry.get(type)?.title, ...of(schema) }]));
  export const limits = defaultLimits;`;

const POLICY_SOURCE = `
  import { jsonSchemaOf } from '@playhead/protocol/schemas';
  import { policySchema } from './src/policy/policy-schema.ts';
  export const policy = jsonSchemaOf(policySchema);`;

const $schema = 'https://json-schema.org/draft/2020-12/schema';

async function exportsOf(contents, folder) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(root, folder), loader: 'ts' }, bundle: true, write: false, format: 'esm', platform: 'node', conditions: ['@playhead/source'], logLevel: 'silent',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** That of what may pass a connection: `playhead gateway --policy`. */
export async function policySchema() {
  const { policy } = await exportsOf(POLICY_SOURCE, 'packages/gateway');
  return text({ $schema, title: 'What may pass a connection', ...policy });
}

/** Every schema: file name to text. */
export async function jsonSchemas() {
  const { record, header, annotation, removal, review, events, limits } = await exportsOf(SOURCE, 'packages/protocol');
  const types = Object.keys(events);
  return {
    'record.schema.json': text({
      $schema, title: 'A record of a Playhead recording: one line',
      description: `Doors refuse, or replace by an oversize record, lines of more than ${limits.eventBytes} bytes, data nested deeper than ${limits.depth} or with more than ${limits.keys} keys, and values beside the log of more than ${limits.blobBytes} bytes. Other types than these are kept as they are.`,
      ...record,
      properties: { ...record.properties, data: { type: 'object' } },
      // oxlint-disable-next-line unicorn/no-thenable -- `then` is a keyword of JSON Schema
      allOf: types.map((type) => ({ if: { properties: { type: { const: type } }, required: ['type'] }, then: { properties: { data: { $ref: `#/$defs/${type}` } } } })),
      $defs: events,
    }),
    'session-header.schema.json': text({ $schema, title: 'The header of a session', ...header }),
    'annotation.schema.json': text({ $schema, title: 'A note, rating or tag beside a session', ...annotation }),
    'removal.schema.json': text({ $schema, title: 'A line of what a storage writes down of removals', ...removal }),
    'review.schema.json': text({ $schema, title: 'A review of a session, exported', ...review }),
  };
}

const text = (schema) => `${JSON.stringify(schema, null, 2)}\n`;

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--update')) {
    console.error('Usage: node tooling/json-schemas.mjs --update');
    process.exit(2);
  }
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(await jsonSchemas())) writeFileSync(join(folder, name), content);
  mkdirSync(dirname(policySchemaFile), { recursive: true });
  writeFileSync(policySchemaFile, await policySchema());
  mkdirSync(dirname(documentSchemaFile), { recursive: true });
  writeFileSync(documentSchemaFile, documentSchema());
  writeFileSync(momentsSchemaFile, momentsSchema());
  writeFileSync(timelineSchemaFile, timelineSchema());
  for (const [file, schema] of Object.entries(figuresSchemas())) writeFileSync(file, schema);
  writeFileSync(diffSchemaFile, diffSchema());
  writeFileSync(cliReferenceFile, await cliReference());
}
