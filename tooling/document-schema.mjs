// The JSON Schema of a session as one JSON value, made from the TypeScript type that writes it. `pnpm schemas:update` rewrites it.
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { root } from './packages.mjs';

/** Where it is checked in. */
export const documentSchemaFile = join(root, 'packages/replay-core/json-schema/session-document.schema.json');
/** Where that of all moments of a session is. */
export const momentsSchemaFile = join(root, 'packages/replay-core/json-schema/moments.schema.json');

/** Where that of what a session is and where to go in it is. */
export const timelineSchemaFile = join(root, 'packages/replay-core/json-schema/timeline.schema.json');

/** Where those of sessions in figures, and of what a prune did, are: type and title by name. */
const FIGURES = {
  statistics: ['StatisticsDocument', 'Sessions in figures'],
  catalog: ['CatalogDocument', 'What sessions used, with versions'],
  comparison: ['ComparisonDocument', 'Two versions beside each other'],
  prune: ['PruneReport', 'What a prune removed, or would remove'],
};

/** These schemas: text by file. */
export function figuresSchemas() {
  return Object.fromEntries(Object.entries(FIGURES).map(([name, [type, title]]) => [join(root, `packages/replay-core/json-schema/${name}.schema.json`), schemaOf(type, title)]));
}

/** Where that of what a session made of files is. */
export const diffSchemaFile = join(root, 'packages/replay-core/json-schema/session-diff.schema.json');

/** That of what `playhead sessions diff --json` prints. */
export function diffSchema() {
  return schemaOf('SessionDiff', 'What a session made of files');
}

/** Its text. Objects are left open, so that a program that checks by it reads what a newer version adds. */
export function documentSchema() {
  return schemaOf('SessionDocument', 'A session as one JSON value');
}

/** That of what `playhead moments --json` prints. */
export function momentsSchema() {
  return schemaOf('MomentsDocument', 'Every moment of a session');
}

/** That of what the server says a session is and where to go in it. */
export function timelineSchema() {
  return schemaOf('TimelineDocument', 'What a session is and where to go in it');
}

const FILES = ['session-document', 'moments-document', 'timeline-document', 'metrics/statistics-document', 'metrics/catalog-document', 'retention/types', 'session-diff'];
let generator; // reading the sources takes seconds: once for all

function schemaOf(type, title) {
  generator ??= createGenerator({
    path: join(root, `packages/replay-core/src/{${FILES.join(',')}}.ts`), tsconfig: join(root, 'tsconfig.json'),
    skipTypeCheck: true, additionalProperties: true, encodeRefs: false,
  });
  const { definitions } = generator.createSchema(type);
  const { [type]: document, ...rest } = plain(definitions);
  return `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...document, $defs: rest }, null, 2)}\n`;
}

/** In the words of the later draft, and without what only a reader of the code can follow. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const { anyOf, ...others } = value;
  const real = Array.isArray(anyOf) ? anyOf.filter((one) => JSON.stringify(one) !== '{"not":{}}') : undefined; // an absent key is no value of JSON
  if (real?.length === 1 && anyOf.length > 1) return plain({ ...others, ...real[0] });
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === '$ref' ? inner.replace('#/definitions/', '#/$defs/') : key === 'description' && typeof inner === 'string' ? inner.replaceAll(/\s*\{@link\s+(\S+)\s*\}\s*/g, ' $1 ').replaceAll(/ (?=[.,;:])/g, '').trim() : plain(inner)]));
}
