import { type BlobRef, isBlobRef, isJsonObject, type JsonObject, type JsonValue, previewOf, type TextValue } from '@playhead/protocol';
import { isSameValue, isWithheld } from './same-value.ts';
import { isTrueOfLong } from './too-long.ts';

/** Longer texts are not taken for JSON. */
const LONGEST_JSON = 320;

/** What came back of a call, as one side tells it. */
export interface ToldResult {
  /** In one or several ways of saying the same: as a text, as blocks, as an object. The one to show comes first. */
  readonly values: readonly (JsonValue | BlobRef)[];
  /** Whether something came back that is no text, such as a picture. */
  readonly hasMedia: boolean;
}

/** Reads what came back from the data of the records that ended a call. */
export function resultIn(closers: readonly JsonObject[]): ToldResult {
  const texts = closers.flatMap(({ text }) => (typeof text === 'string' || isBlobRef(text) ? [text as TextValue] : [])); // by the test
  return {
    values: [...texts.reverse(), ...closers.flatMap(({ output }) => valuesOf(output))] as readonly JsonValue[], // a text and a name for one are JSON
    hasMedia: closers.some(({ output }) => blocksOf(output)?.some((block) => block['type'] !== 'text') === true),
  };
}

/** Whether both sides say the same came back. What only one of them tells, or what is a picture, is nobody's lie. */
export function isSameResult(agent: ToldResult, boundary: ToldResult): boolean {
  if (agent.values.every(isWithheld) || boundary.values.length === 0) return true;
  if (agent.values.some((a) => boundary.values.some((b) => isSameValue(parsed(a), parsed(b))))) return true;
  const told = previewOf(agent.values[0]);
  if (boundary.values.some((value) => isTrueOfLong(told, value))) return true;
  // A client adds to a picture where it keeps it.
  return boundary.hasMedia && agent.values.some((a) => boundary.values.some((b) => isBlobRef(a) || isBlobRef(b) || (typeof a === 'string' && typeof b === 'string' && a.includes(b.trim()))));
}

/** The ways of telling a structured result. */
function valuesOf(output: JsonValue | undefined): readonly JsonValue[] {
  if (output === undefined || output === null) return [];
  const blocks = blocksOf(output);
  const structured = isJsonObject(output) && !Array.isArray(output) ? output['structuredContent'] : undefined;
  if (!blocks) return [structured ?? output];
  const texts = blocks.flatMap(({ type, text }) => (type === 'text' && text !== undefined ? [text] : []));
  const joined = texts.every((text) => typeof text === 'string') ? [texts.join('\n')] : texts.slice(0, texts.length === 1 ? 1 : 0);
  return [...(texts.length > 0 ? joined : []), ...(structured === undefined ? [] : [structured])];
}

/** The blocks of a result of MCP, where it is one. */
function blocksOf(output: JsonValue | undefined): readonly JsonObject[] | undefined {
  const blocks = isJsonObject(output) ? output['content'] : output;
  return Array.isArray(blocks) && blocks.every(isJsonObject) ? blocks : undefined;
}

/** A short text that is JSON is the value that it is of. */
function parsed(value: JsonValue | BlobRef): JsonValue {
  if (typeof value !== 'string' || value.length > LONGEST_JSON || !/^\s*[[{]/.test(value)) return value as JsonValue; // a name of a large value is JSON too
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value; // a text like any other
  }
}
