import type { JsonObject } from './json.ts';

/** Fields that records decide, not headers. */
const DERIVED: ReadonlySet<string> = new Set([
  'sessionId', 'status', 'outcome', 'summary', 'confidence', 'iterations', 'terminals', 'startedAt', 'updatedAt', 'stoppedAt', 'events', 'bytes', 'redactions', 'dropped',
]);

type Shape = 'string' | 'number' | 'object' | 'array';

/** What lists and pages rely on: a header comes from outside and may hold anything. */
const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...['name', 'harness', 'harnessVersion', 'harnessSessionId', 'agentName', 'workspaceName', 'project', 'prompt', 'cwd',
    'resumeOf', 'forkOf', 'clearedFrom', 'parent', 'branchPoint'].map((key) => [key, 'string'] as const),
  ...['generation', 'maxIterations'].map((key) => [key, 'number'] as const),
  ...['identity', 'task', 'git', 'capture', 'redaction', 'metadata'].map((key) => [key, 'object'] as const),
  ...['models', 'agents', 'tags'].map((key) => [key, 'array'] as const),
]);

/** The header fields in the data of a start or an update. Known ones of a wrong shape and derived ones are left out. */
export function headerFields(data: JsonObject): readonly (readonly [string, unknown])[] {
  return Object.entries(data).filter(([key, value]) => value !== undefined && !DERIVED.has(key) && fits(value, SHAPES.get(key)));
}

function fits(value: unknown, shape: Shape | undefined): boolean {
  return shape === undefined || shape === (Array.isArray(value) ? 'array' : value === null || typeof value);
}
