import { errorDescriptions, isJsonObject, type JsonObject } from '@playhead/protocol';
import { annotationSchema, eventSchemas, jsonSchemaOf, recordSchema, removalSchema, sessionHeaderSchema } from '@playhead/protocol/schemas';
import { SESSION_AGREEMENTS } from '@playhead/replay-core';
import type { Route } from '../routes/route.ts';
import { object, ref, text, whole, type Operation, type Parameter } from './operation.ts';
import { operations } from './operations.ts';

const ERROR = { $ref: '#/components/responses/Error' };

/** What stands for the names in paths. */
const PATH_PARAMETERS: Readonly<Record<string, Parameter>> = {
  id: { name: 'id', in: 'path', description: 'The id of the session, a uuid in lower case.', schema: { type: 'string', format: 'uuid' } },
  harness: { name: 'harness', in: 'path', description: 'The name of the harness, such as `claude`.', schema: text },
  blob: { name: 'blob', in: 'path', description: 'The name of the value, as a record has it.', schema: { type: 'string', pattern: '^sha256-[0-9a-f]{64}$' } },
  name: { name: 'name', in: 'path', description: 'The name of the derived value.', schema: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,63}$' } },
};

/**
 * Describes the API as OpenAPI 3.1: what the table of routes has below `/api`, with the schemas that the server checks by.
 *
 * @param routes - The table.
 * @param version - The server's.
 */
export function openApiDocument(routes: readonly Route[], version: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) {
    const operation = operations[`${route.method} ${route.path}`];
    if (operation) paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Playhead', version, license: { name: 'MIT', identifier: 'MIT' },
      description: 'Record what a coding agent did, read it, and follow it while it goes on.',
    },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token of `playhead token create`. Programs of the same machine may do without where none was made.' } },
      responses: { Error: { description: 'It was not done, and why.', content: { 'application/json': { schema: ref('Error') } } } },
      schemas: schemas(),
    },
  };
}

function operationOf({ path, access, summary }: Route, { id, description, parameters = [], body, bodyOptional, answers }: Operation): JsonObject {
  const named = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) => PATH_PARAMETERS[name] ?? []);
  const all = [...named, ...parameters].map((parameter): JsonObject => ({ ...parameter, required: parameter.in === 'path' || parameter.name === 'version' || parameter.name === 'call' }));
  const responses = Object.entries(answers).map(([status, { description: meaning, content, headers }]) => [status, {
    description: meaning,
    ...(content && { content: contentOf(content) }),
    ...(headers && { headers: Object.fromEntries(Object.entries(headers).map(([name, what]) => [name, { description: what, schema: text }])) }),
  }] as const);
  return {
    operationId: id, summary,
    ...(description !== undefined && { description }),
    security: access === 'public' ? [] : [{ token: [] }, {}],
    'x-playhead-access': access,
    ...(all.length > 0 && { parameters: all }),
    ...(body && { requestBody: { required: bodyOptional !== true, content: contentOf(body) } }),
    responses: { ...Object.fromEntries(responses), default: ERROR },
  };
}

function contentOf(content: Readonly<Record<string, JsonObject>>): JsonObject {
  return Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }]));
}

function schemas(): JsonObject {
  const record = jsonSchemaOf(recordSchema);
  const events = Object.entries(eventSchemas).map(([type, schema]) => [type, jsonSchemaOf(schema)] as const);
  const known: JsonObject[] = events.map(([type]) => ({ if: { properties: { type: { const: type } }, required: ['type'] }, then: { properties: { data: ref(`data.${type}`) } } })); // oxlint-disable-line unicorn/no-thenable -- `then` is a keyword of JSON Schema
  return {
    Error: object({ code: { type: 'string', enum: Object.keys(errorDescriptions) }, message: text }),
    Record: { ...record, properties: { ...(isJsonObject(record['properties']) && record['properties']), data: { type: 'object' } }, allOf: known },
    SessionHeader: jsonSchemaOf(sessionHeaderSchema),
    SessionInfo: { allOf: [ref('SessionHeader'), object({ status: text, outcome: text, startedAt: whole(), updatedAt: whole(), stoppedAt: whole(), events: whole(), bytes: whole(), flagged: { const: true }, pinned: { const: true }, keepUntil: whole(), review: whole({ minimum: 0 }), reviewAll: whole({ minimum: 0 }), agreement: { enum: [...SESSION_AGREEMENTS] } }, ['outcome', 'stoppedAt', 'bytes', 'flagged', 'pinned', 'keepUntil', 'review', 'reviewAll', 'agreement'])], description: 'The header, and what the records of the log add up to; in a list with the tags of reviewers, whether one flagged it or somebody pinned it, until when it is kept whatever the policy says (`keepUntil`), how many Needs Review markers are open and how many there are (`review`, `reviewAll`; absent of a session that was not looked at), and with `outcomeBy` who of them decided the outcome; where nobody said how it ended, `outcome` follows from its turns once it was looked at.' },
    SessionPage: object({ sessions: { type: 'array', items: ref('SessionInfo') }, next: { type: 'string', description: 'The cursor of the next page; absent on the last.' } }, ['next']),
    SessionHits: object({
      schemaVersion: { const: 1 }, text,
      hits: { type: 'array', items: object({ sessionId: { type: 'string', format: 'uuid' }, name: text, project: text, startedAt: whole(), status: text, outcome: text, places: { type: 'array', items: object({ field: { enum: ['name', 'prompt', 'project', 'workspace', 'output', 'file'] }, excerpt: text }) } }, ['project', 'outcome']) },
      next: { type: 'string', description: 'The cursor of the next page; absent on the last.' },
    }, ['next']),
    CreatedSession: object({ sessionId: { type: 'string', format: 'uuid' }, created: { type: 'boolean' }, replayUrl: { type: 'string', description: 'Where it is shown.' } }),
    ImportState: object({
      harness: text, status: { enum: ['idle', 'running', 'done', 'failed', 'cancelled'] }, revision: whole({ minimum: 0, description: 'Another number with every change.' }),
      sessions: whole({ description: 'Sessions that are done.' }), totalSessions: whole({ description: 'Absent while they are looked for.' }), bytes: whole(), totalBytes: whole(),
      created: whole(), skipped: whole({ description: 'Left out: their project opted out, they were made private, or hold no conversation.' }), failed: whole(), records: whole(), damagedLines: whole(),
      problems: { type: 'array', maxItems: 20, items: object({ path: text, message: text }) }, error: object({ code: text, message: text }),
    }, ['totalSessions', 'totalBytes', 'error']),
    Annotation: jsonSchemaOf(annotationSchema),
    Removal: jsonSchemaOf(removalSchema),
    RetentionPolicy: object({ maxCount: whole({ minimum: 0 }), maxAgeDays: { type: 'number', minimum: 0 }, maxBytes: whole({ minimum: 0 }) }, ['maxCount', 'maxAgeDays', 'maxBytes']),
    Retention: object({ schemaVersion: { const: 1 }, policy: ref('RetentionPolicy'), from: { enum: ['workspace', 'directory', 'user', 'nobody'] }, path: text, problem: text, lastRunAt: whole(), nextRunAt: whole(), removed: whole(), removedBytes: whole() }, ['path', 'problem', 'lastRunAt', 'nextRunAt']),
    Settings: object({
      schemaVersion: { const: 1 }, version: text, workspace: text, access: object({ kind: { enum: ['read', 'admin'] }, token: { type: 'string', description: 'Its name.' } }, ['token']),
      recording: object({
        record: { type: 'boolean' }, redaction: { enum: ['off', 'entity', 'strict'] }, rules: whole({ minimum: 0, description: 'How many rules of redaction were added.' }), decidedBy: { type: 'string', description: 'Who says whether sessions are recorded; `default` where nobody does.' },
        sources: { type: 'array', items: object({ from: text, path: text, problem: text }, ['path', 'problem']) },
      }, ['sources']),
      retention: { enum: ['none', 'fixed', 'changeable'] }, harnesses: { type: 'array', items: text }, warnings: { type: 'array', items: text },
    }, ['warnings']),
    SessionRetention: object({ pinned: object({ author: text, at: whole(), reason: text }, ['reason']), keepUntil: whole(), keepDays: { type: 'number' } }, ['pinned', 'keepUntil', 'keepDays']),
    ...Object.fromEntries(events.map(([type, schema]) => [`data.${type}`, schema])),
  };
}
