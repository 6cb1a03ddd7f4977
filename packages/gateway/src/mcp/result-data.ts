import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { Answer } from './connection.ts';
import { filled, firstLineOf, objectsIn, present, textIn } from './fields.ts';

/** The data of a `tool_result` for the answer to `tools/call`. */
export function toolResultData(answer: Answer, startedAt: number): JsonObject {
  const durationUs = Math.max(0, answer.at - startedAt);
  const { error, result } = answer;
  if (error) return { ...errorData(error), durationUs };
  if (!isJsonObject(result)) return present({ status: 'ok', output: result, durationUs });
  const { content, isError, structuredContent, ...rest } = result;
  const blocks = objectsIn(result, 'content');
  const others = blocks.filter((block) => textIn(block, 'text') === undefined || block['type'] !== 'text');
  const texts = blocks.filter((block) => !others.includes(block)).map((block) => textIn(block, 'text') ?? '');
  const text = texts.length > 0 ? texts.join('\n') : undefined;
  const strange = content !== undefined && !Array.isArray(content) ? content : undefined;
  return present({
    status: isError === true ? 'failed' : 'ok', text,
    output: others.length > 0 ? present({ content: others, structuredContent }) : (strange ?? structuredContent),
    error: isError === true ? firstLineOf(text ?? 'it says that it failed') : undefined,
    durationUs, extra: filled(rest),
  });
}

/** What an error of the protocol says of a call. */
export function errorData(error: JsonObject): JsonObject {
  const { message, ...rest } = error;
  const said = typeof message === 'string' ? message : 'error';
  return present({ status: 'failed', text: said, error: firstLineOf(said), extra: filled(rest) });
}

/** The data of a `tool_result` for the answer to any other request that is shown as a call. */
export function anyResultData(answer: Answer, startedAt: number, text?: string): JsonObject {
  const durationUs = Math.max(0, answer.at - startedAt);
  if (answer.error) return { ...errorData(answer.error), durationUs };
  const output: JsonValue | undefined = answer.result;
  return present({ status: 'ok', text, output, durationUs });
}
