import type { BlobRef, JsonValue } from '@playhead/protocol';
import type { Step } from '@playhead/replay-core';
import { isLarge, shortText } from '../../elements/text-value.ts';

const LONGEST_JSON = 64 * 1024;
const MOST = 200;
const LONGEST_VALUE = 400;

/** The entries of a JSON object as text; none of what is no object. */
export function entriesOf(value: JsonValue | BlobRef | undefined): readonly (readonly [string, string])[] {
  if (value === undefined || isLarge(value) || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.slice(0, MOST).map((item, index) => [String(index + 1), written(item)] as const);
  return Object.entries(value).slice(0, MOST).map(([name, item]) => [name, written(item)] as const);
}

/** What came back from a call, where it is JSON: the structured result, else the text. */
export function resultEntries(step: Step): readonly (readonly [string, string])[] {
  const text = step.output === undefined ? '' : shortText(step.output).trim();
  const told = text.length <= LONGEST_JSON && /^[{[]/.test(text) ? entriesOf(parsed(text)) : [];
  return told.length > 0 ? told : entriesOf(isContent(step.result) ? undefined : step.result);
}

/** What MCP wraps every result in says nothing itself. */
function isContent(result: Step['result']): boolean {
  return Array.isArray(result) || (typeof result === 'object' && result !== null && 'content' in result);
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue; // JSON by definition
  } catch {
    return undefined;
  }
}

function written(value: JsonValue | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, LONGEST_VALUE));
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.keys(value).slice(0, 8).join(', ')}}`;
  return String(value);
}
