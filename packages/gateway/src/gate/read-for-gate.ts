import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { isJsonObject, type JsonObject } from '@playhead/protocol';
import { foldCase } from '../policy/values-at.ts';

/** What a line holds, or why nobody can say for certain what its receiver would read in it. */
export type GateReading = { readonly messages: readonly JsonObject[]; readonly isBatch: boolean } | { readonly unclear: string };

/** What a receiver goes by. */
const NAMES: ReadonlySet<string> = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error', 'name', 'arguments']);

/**
 * Reads a line as every receiver does. What two of them could read in two ways is refused: a name that stands twice, or in another case than
 * the protocol's where some read it all the same, a carriage return at which some begin a new line, bytes that are no UTF-8.
 *
 * @param line - Without its line feed.
 */
export function readForGate(line: Uint8Array): GateReading {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line).replace(/\r$/, '');
    if (text.includes('\r')) return { unclear: 'it has a carriage return in it' };
    const value: unknown = JSON.parse(text);
    const messages: readonly unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
    if (!messages.every(isMessage)) return { unclear: 'it is no message of JSON-RPC' };
    if (hasUnclearNames(text)) return { unclear: 'a name in it can be read in two ways' };
    return { messages, isBatch: Array.isArray(value) };
  } catch {
    return { unclear: 'it is no JSON' };
  }
}

function isMessage(value: unknown): value is JsonObject {
  return isJsonObject(value) && (typeof value['method'] === 'string' || (value['id'] !== undefined && ('result' in value || 'error' in value)));
}

function hasUnclearNames(text: string): boolean {
  const open: { node: ValueNode; depth: number }[] = [{ node: parse(text, { mode: 'json' }).body, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    if (node.type === 'Array') open.push(...node.elements.map(({ value }) => ({ node: value, depth })));
    if (node.type !== 'Object') continue;
    const names = node.members.map(({ name }) => (name.type === 'String' ? name.value : name.name));
    if (new Set(names).size < names.length || (depth < 2 && names.some((name) => NAMES.has(foldCase(name)) && !NAMES.has(name)))) return true;
    open.push(...node.members.map(({ value }) => ({ node: value, depth: depth + 1 })));
  }
  return false;
}
