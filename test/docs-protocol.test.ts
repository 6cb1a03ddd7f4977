import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { emptySessionInfo, encodeRecord, eventRegistry, foldSessionInfo, type SessionInfo, type SessionRecord } from '@playhead/protocol';
import { annotationSchema, eventSchemas, parseAnnotation, parseEventData, parseRecord, parseSessionHeader, recordSchema, sessionHeaderSchema, type Schema } from '@playhead/protocol/schemas';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { testStorage } from '@playhead/storage-adapters/testing';

const packageFile = (name: string): string => fileURLToPath(new URL(`../packages/protocol/${name}`, import.meta.url));
const page = readFileSync(packageFile('PROTOCOL.md'), 'utf8');

/** The cells of the table below a heading. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(`\n### ${heading}\n`)[1]?.split(/\n##/)[0] ?? '';
  return section.split('\n').filter((line) => line.startsWith('| ')).slice(1).map((line) => line.slice(2, -2).split(' | '));
}

const code = (cell: string | undefined): string => /^`(.*)`$/.exec(cell ?? '')?.[1] ?? `not code: ${cell}`;

interface FieldRow {
  readonly field: string;
  readonly optional: boolean;
  readonly example: unknown;
}

/** Rows of field, who, unit, example. */
function fieldsUnder(heading: string): readonly FieldRow[] {
  return tableUnder(heading).map((cells) => {
    expect(cells, cells.join(' | ')).toHaveLength(4);
    expect(cells.every((cell) => cell.trim() !== ''), cells.join(' | ')).toBe(true);
    const field = code(cells[0]);
    return { field: field.replace(/\?$/, ''), optional: field.endsWith('?'), example: JSON.parse(code(cells[3])) };
  });
}

const objectOf = (rows: readonly FieldRow[]): Record<string, unknown> => Object.fromEntries(rows.map(({ field, example }) => [field, example]));

interface ObjectDefinition {
  readonly shape?: Readonly<Record<string, Schema<unknown>>>;
  readonly entries?: Readonly<Record<string, string>>;
}

/** zod keeps what an object schema was made of here; our own types hide it. */
const definitionOf = (schema: Schema<unknown> | undefined): ObjectDefinition => (schema?._zod.def ?? {}) as ObjectDefinition;
const keysOf = (schema: Schema<unknown>): readonly string[] => Object.keys(definitionOf(schema).shape ?? {});
const without = (value: Record<string, unknown>, field: string): Record<string, unknown> => Object.fromEntries(Object.entries(value).filter(([key]) => key !== field));

describe.each([
  ['Fields of a record', recordSchema as Schema<unknown>, (value: unknown) => parseRecord(encodeRecord(value as SessionRecord))],
  ['Fields of a session header', sessionHeaderSchema, parseSessionHeader],
  ['Fields of an annotation', annotationSchema, parseAnnotation],
] as const)('%s', (heading, schema, parse) => {
  const rows = fieldsUnder(heading);

  test('names every field, and no other', () => {
    expect(rows.map(({ field }) => field).sort()).toEqual([...keysOf(schema)].sort());
  });

  test('has examples that are accepted', () => {
    expect(parse(objectOf(rows))).toMatchObject(objectOf(rows));
  });

  test.each(rows.map((row) => [row.field, row.optional] as const))('says rightly whether %s may be absent', (field, optional) => {
    expect(schema.safeParse(without(objectOf(rows), field)).success).toBe(optional);
  });
});

describe('Fields of a session in lists', () => {
  const rows = fieldsUnder('Fields of a session in lists');

  test('names every field that records decide, and no other', () => {
    const decided: Record<Exclude<KnownKeys<SessionInfo>, 'name' | 'harness' | 'agentName' | 'workspaceName' | 'sessionId' | HeaderOption>, true> = {
      status: true, outcome: true, summary: true, confidence: true, iterations: true, terminals: true, startedAt: true, updatedAt: true, stoppedAt: true, events: true, bytes: true, redactions: true, dropped: true,
    };
    expect(rows.map(({ field }) => field)).toEqual(Object.keys(decided));
  });

  test('has examples that records can lead to', () => {
    const { dropped, bytes, ...fields } = objectOf(rows);
    expect(bytes).toBeTypeOf('number'); // the storage knows it, no record says it
    const { startedAt, updatedAt, stoppedAt, outcome, summary, confidence, status, events, redactions, iterations, terminals } = fields;
    const record = (n: number, at: unknown, type: string, data: object = {}): SessionRecord => ({ $r: 1, id: String(n), p: 'a', e: 0, n, at: Number(at), type, via: 'sdk', data: data as SessionRecord['data'] });
    const others = Array.from({ length: Number(events) - 5 - Number(terminals) }, (_, index) => record(index + 100, startedAt, 'moment'));
    const opened = Array.from({ length: Number(terminals) }, (_, index) => ({ ...record(index + 5, startedAt, 'terminal_command', { command: 'bash', pty: { columns: 80, rows: 24 } }), call: `t${index}` }));
    const records = [record(0, startedAt, 'session_start'), record(1, stoppedAt, 'session_stop', { outcome, summary, confidence }), record(2, updatedAt, 'session_status', { status }),
      record(3, startedAt, 'redaction', { policy: 'entity', found: Object.entries(redactions ?? {}).map(([kind, count]) => ({ kind, count })) }), record(4, startedAt, 'iteration', { index: iterations }), ...opened, ...others];
    expect(records.reduce(foldSessionInfo, emptySessionInfo('x'))).toMatchObject(fields);
    expect([...records, record(1000, updatedAt, 'session_dropped', dropped ?? {})].reduce(foldSessionInfo, emptySessionInfo('x'))).toMatchObject({ dropped, events: 1 });
  });
});

type KnownKeys<Type> = keyof { [Key in keyof Type as string extends Key ? never : number extends Key ? never : Key]: true };
type HeaderOption =
  | 'harnessVersion' | 'harnessSessionId' | 'generation' | 'project' | 'identity' | 'task' | 'tags' | 'prompt' | 'cwd' | 'git' | 'models' | 'agents' | 'maxIterations'
  | 'capture' | 'redaction' | 'metadata' | 'resumeOf' | 'forkOf' | 'clearedFrom' | 'parent' | 'branchPoint';

describe('Event types', () => {
  const rows = tableUnder('Event types');

  test('names every type with its kind and step, and no other', () => {
    expect(rows.map((cells) => [code(cells[0]), cells[1], cells[2]])).toEqual([...eventRegistry.values()].map(({ type, kind, step }) => [type, kind, step ?? '–']));
  });

  test.each(rows.map((cells) => [code(cells[0]), code(cells[4])] as const))('%s has an example of every field that is accepted', (type, example) => {
    const data: unknown = JSON.parse(example);
    expect(parseEventData(type, data)).toBe(data);
    const fields = keysOf(eventSchemas[type as keyof typeof eventSchemas]).filter((key) => key !== 'extra');
    expect(Object.keys(data ?? {}).sort()).toEqual(fields.sort());
  });
});

describe('Words', () => {
  const words = new Map(tableUnder('Words').map((cells) => [cells[0], [...(cells[1] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1])]));
  const shape = definitionOf(recordSchema).shape;
  const optionsOf = (type: 'session_stop' | 'session_status', field: string): readonly string[] => {
    const schema = definitionOf(eventSchemas[type]).shape?.[field];
    const inner = (schema?._zod.def as { innerType?: Schema<unknown> } | undefined)?.innerType ?? schema; // zod wraps what is optional
    return Object.keys(definitionOf(inner).entries ?? {});
  };

  test('lists every witness, status and outcome', () => {
    expect(words.get('via')).toEqual(Object.keys(definitionOf(shape?.['via']).entries ?? {}));
    expect(words.get('status')).toEqual(optionsOf('session_status', 'status'));
    expect(words.get('outcome')).toEqual(optionsOf('session_stop', 'outcome'));
  });
});

test('every rule of PROTOCOL.md has a number of its own', () => {
  const numbers = [...page.matchAll(/\*\*((?:P|ST)\d+) ·/g)].map((match) => match[1]);
  expect(numbers.length).toBeGreaterThan(50);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('the conformance suite tests every rule for storages, and no other', () => {
  const { groups } = testStorage('none', { create: memoryStorage, describe: () => {}, test: () => {} });
  const tested = groups.flatMap(({ rules }) => rules.map(({ id }) => id));
  const stated = [...page.matchAll(/\*\*(ST\d+) ·/g)].map((match) => match[1]);
  expect([...tested].sort()).toEqual([...stated].sort());
});

test('the example of the README runs and prints what it says', async () => {
  const readme = readFileSync(packageFile('README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const stdin = { contents: example, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' } as const;
  const bundle = await build({ stdin, bundle: true, write: false, format: 'esm', platform: 'node', conditions: ['@playhead/source'] });
  const printed = execFileSync(process.execPath, ['--input-type=module'], { input: bundle.outputFiles[0]?.text ?? '', encoding: 'utf8', env: { NO_COLOR: '1' } });
  expect(printed).toBe("npm test\nnpm test\n[ { kind: 'torn', start: 0, end: 40 } ]\n");
});
