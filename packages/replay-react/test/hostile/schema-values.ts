import type * as z from 'zod/mini';
import type { JsonObject, JsonValue } from '@playhead/protocol';

/** What one walk through a schema puts in and counts. */
export interface Filling {
  /** The text for the field at a path such as `hunks[].lines[]`. */
  readonly text: (path: string) => string;
  /** Which of several choices to take: unions, enums and nullables go round with it. */
  readonly choice: number;
  /** Whether fields that take one of a few words get the text too: a recording may hold anything there. Default: no. */
  readonly words?: boolean;
}

/** The inner parts of a schema of zod/mini that the walk reads. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
  readonly innerType?: z.ZodMiniType;
  readonly element?: z.ZodMiniType;
  readonly options?: readonly z.ZodMiniType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly JsonValue[];
}

/** Keys under which our own readers of open maps look for a text. */
const READ = ['url', 'path', 'file_path', 'command', 'description', 'query', 'pattern', 'content', 'prompt', 'title'];
/** Keys that mean something to a browser, to React or to JavaScript. */
const TEMPTING = ['href', 'src', 'style', 'innerHTML', 'onClick', 'onerror', 'className', 'children', 'ref', 'key', '$$typeof', 'toString', 'then', 'constructor'];

/** A value that fits a schema, with a text of ours in every field that takes one. */
export function fill(schema: z.ZodMiniType, filling: Filling, path = ''): JsonValue {
  const definition = schema._zod.def as unknown as Definition; // the public face of zod/mini does not name the parts of its definitions
  const { choice } = filling;
  switch (definition.type) {
    case 'string': return filling.text(path);
    case 'number': case 'int': return 1 + (choice % 3);
    case 'boolean': return choice % 2 === 0;
    case 'optional': return fill(needed(definition.innerType, path), filling, path);
    case 'nullable': return choice % 4 === 3 ? null : fill(needed(definition.innerType, path), filling, path);
    case 'array': return [0, 1].map(() => fill(needed(definition.element, path), filling, `${path}[]`));
    case 'enum': {
      if (filling.words) return filling.text(path);
      const values = Object.values(definition.entries ?? {});
      return needed(values[choice % values.length], path);
    }
    case 'literal': return filling.words ? filling.text(path) : needed(definition.values?.[0], path);
    case 'union': {
      const options = definition.options ?? [];
      return fill(needed(options[choice % 3 === 2 ? 1 : 0] ?? options[0], path), filling, path);
    }
    case 'object': {
      // A mark that is there or not says how to read another field: it is left out every other time.
      const shape = Object.entries(definition.shape ?? {}).filter(([, inner]) => filling.words || choice % 2 === 0 || !isMark(inner));
      const known = shape.map(([key, inner]) => [key, key === '$blob' && !filling.words ? `sha256-${'ab'.repeat(32)}` : fill(inner, filling, `${path}${path === '' ? '' : '.'}${key}`)] as const);
      return object([...known, ['unknown', filling.text(`${path}.*`)]]);
    }
    // What no schema looks into: tool inputs in full, details that hosts add in short.
    case 'custom': return openMap(path.endsWith('extra') ? { ...filling, text: (inner) => filling.text(inner).slice(0, 400) } : filling, path);
    default: throw new Error(`No value is known for a schema of type ${definition.type} at ${path}: teach it to schema-values.ts.`);
  }
}

/** What an open map may hold: texts under keys that are read and keys that tempt, nested, and a text as a key. */
export function openMap({ text }: Filling, path: string): JsonObject {
  const inside = text(`${path}.*`);
  return object([
    ...READ.map((key) => [key, inside] as const), ...TEMPTING.map((key) => [key, inside.slice(0, 200)] as const),
    [text(`${path}.<key>`).slice(0, 300), inside.slice(0, 200)], ['list', [inside, { inside: [inside.slice(0, 200)] }]],
    ['dangerouslySetInnerHTML', { __html: inside.slice(0, 200) }], ['__proto__', { polluted: 'yes' }],
  ]);
}

/** How many values the longest enum among the fields of a schema has; at least 1. */
export function choicesOf(schema: z.ZodMiniType): number {
  const { shape = {}, innerType, entries = {} } = schema._zod.def as unknown as Definition; // the public face of zod/mini does not name the parts of its definitions
  return Math.max(1, Object.keys(entries).length, ...Object.values(shape).map(choicesOf), innerType ? choicesOf(innerType) : 1);
}

/** Every free text field of a schema, by its path. */
export function textFields(schema: z.ZodMiniType): readonly string[] {
  const found = new Set<string>();
  for (let choice = 0; choice < 12; choice += 1) fill(schema, { choice, text: (path) => { found.add(path); return ''; } });
  return [...found];
}

/** Whether a field has one value or none. */
function isMark(schema: z.ZodMiniType): boolean {
  const { type, innerType } = schema._zod.def as unknown as Definition; // as above
  return type === 'optional' && innerType?._zod.def.type === 'literal';
}

/** As `Object.fromEntries`, but `__proto__` becomes a key, as it does in JSON. */
function object(entries: readonly (readonly [string, JsonValue])[]): JsonObject {
  const made: Record<string, JsonValue> = {};
  for (const [key, value] of entries) Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true });
  return made;
}

function needed<Value>(value: Value | undefined, path: string): Value {
  if (value === undefined) throw new Error(`The schema at ${path} lacks what its type promises.`);
  return value;
}
