import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { findCommand } from '../src/command-table.ts';

/** Where the schemas of commands are that do not stand in one of the two files of the cli, as files below `packages`. */
const FILES: Readonly<Record<string, string>> = {
  'sessions show': 'replay-core/json-schema/session-document.schema.json', 'sessions diff': 'replay-core/json-schema/session-diff.schema.json', 'sessions stats': 'replay-core/json-schema/statistics.schema.json',
  'sessions prune': 'replay-core/json-schema/prune.schema.json', 'sessions tail': 'protocol/json-schema/record.schema.json', 'sessions review': 'protocol/json-schema/review.schema.json',
  catalog: 'replay-core/json-schema/catalog.schema.json', 'catalog compare': 'replay-core/json-schema/comparison.schema.json', moments: 'replay-core/json-schema/moments.schema.json',
};
const OWN = ['cli/json-schema/sessions.schema.json', 'cli/json-schema/commands.schema.json'];

const packages = resolve(import.meta.dirname, '../..');
const schemaAt = (path: string): Record<string, unknown> => JSON.parse(readFileSync(join(packages, path), 'utf8')) as Record<string, unknown>; // our own file

/** The published schema of what a command prints with `--json`. Undefined where there is none. */
export function schemaOfCommand(name: string): object | undefined {
  if (Object.hasOwn(FILES, name)) return schemaAt(FILES[name] ?? '');
  for (const path of OWN) {
    const { $defs } = schemaAt(path);
    if (Object.hasOwn($defs as object, name)) return { $defs, $ref: `#/$defs/${name.replaceAll(' ', '%20')}` };
  }
  return undefined;
}

const compiled = new Map<string, Promise<ValidateFunction>>();

async function validatorOf(name: string): Promise<ValidateFunction> {
  const { Ajv2020 } = await import('ajv/dist/2020.js'); // most tests print no JSON
  const schema = schemaOfCommand(name);
  if (!schema) throw new Error(`There is no published schema of what playhead ${name} prints with --json.`);
  return new Ajv2020({ strict: false, formats: { uuid: /^[0-9a-f-]{36}$/ } }).compile(schema);
}

/** What of the lines that a command printed with `--json` is not as the published schema says; empty where all is. */
export async function faultsOfJson(args: readonly string[], lines: readonly string[]): Promise<readonly string[]> {
  const { name = '' } = findCommand(args)?.command ?? {};
  const usual = name === 'sessions show' && args.includes('--turns') ? 'sessions show --turns' : name;
  const faults: string[] = [];
  for (const line of lines) {
    const value = JSON.parse(line) as object; // a value of JSON: what it is, the schema looks at
    const of = 'error' in value && !('event' in value) ? 'failed' : usual;
    const check = await (compiled.get(of) ?? compiled.set(of, validatorOf(of)).get(of));
    if (check && !check(value)) faults.push(`${args.join(' ')}: ${JSON.stringify(check.errors)}`);
  }
  return faults;
}
