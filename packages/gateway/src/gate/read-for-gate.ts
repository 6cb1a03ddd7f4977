import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { isJsonObject, type JsonObject } from '@playhead/protocol';
import { foldCase } from '../policy/values-at.ts';

/** What a line holds, or why nobody can say for certain what its receiver would read in it. */
export type GateReading = { readonly messages: readonly JsonObject[]; readonly isBatch: boolean } | { readonly unclear: string };

/** What a receiver goes by. */
const NAMES: ReadonlySet<string> = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error', 'name', 'arguments']);

/** What calls a tool. */
const CALL = 'tools/call';

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
    if (messages.some(isUnclearCall)) return { unclear: 'it does not say for certain which tool it calls' };
    if (hasUnclearNames(text)) return { unclear: 'a name in it can be read in two ways' };
    return { messages, isBatch: Array.isArray(value) };
  } catch {
    return { unclear: 'it is no JSON' };
  }
}

function isMessage(value: unknown): value is JsonObject {
  if (!isJsonObject(value)) return false;
  return 'method' in value ? typeof value['method'] === 'string' : value['id'] !== undefined && ('result' in value || 'error' in value);
}

/** A name that is no text, such as a list of one, is a name to some servers all the same; and so may be the method in another case. */
function isUnclearCall({ method, params }: JsonObject): boolean {
  if (typeof method !== 'string' || foldCase(method.trim()) !== CALL) return false;
  return method !== CALL || !isJsonObject(params) || typeof params['name'] !== 'string';
}

/**
 * Whether somebody could read a request in a line that is unclear: a client that takes bytes which are no text, numbers that JSON does not know, or the first of two
 * names. An answer is none, whatever is in it.
 */
export function mayBeRequest(line: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(line);
  const letters = text.replaceAll(/\\u00([0-7][\da-f])/giu, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
  if (!/method/iu.test(letters)) return false;
  try {
    const { body } = parse(text, { mode: 'json' });
    const messages = body.type === 'Array' ? body.elements.map(({ value }) => value) : [body];
    return text.trimEnd().includes('\r') || messages.some((message) => message.type === 'Object' && message.members.some(({ name }) => name.type === 'String' && foldCase(name.value) === 'method'));
  } catch {
    return true;
  }
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
