import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@playhead/protocol';

export interface Arrival { readonly at_us: number; readonly payload: JsonObject }

export const folder: string = fileURLToPath(new URL('../fixtures/', import.meta.url));

export function text(path: string): string {
  return readFileSync(`${folder}${path}`, 'utf8');
}

export function arrivals(name: string): readonly Arrival[] {
  return text(`${name}/hooks.jsonl`).trim().split('\n').map((line) => JSON.parse(line) as Arrival);
}

/** Payloads of one fixture, one list per session. */
export function sessions(name: string): readonly { readonly name: string; readonly payloads: readonly JsonObject[] }[] {
  const found = new Map<unknown, JsonObject[]>();
  for (const { payload } of arrivals(name)) found.set(payload['session_id'], [...(found.get(payload['session_id']) ?? []), payload]);
  return [...found.values()].map((payloads, index) => ({ name: `${name}[${index}]`, payloads }));
}
