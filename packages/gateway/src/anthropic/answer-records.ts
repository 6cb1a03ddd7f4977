import type { JsonObject, JsonValue } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import { filled, objectsIn, present, textIn } from '../mcp/fields.ts';
import type { Answer, AnswerBlock } from './answer.ts';
import { callRecord, isCall, isResult, resultRecord } from './tool-records.ts';

/** What is recorded of a block of an answer. */
export function blockRecords({ block, index, at, cut }: AnswerBlock, messageId: string | undefined, isOnly: boolean): readonly RecordInput[] {
  const type = textIn(block, 'type') ?? 'unknown';
  if (isCall(block)) return cut ? [] : [{ ...callRecord(block, isOnly), at }]; // a client runs no call that it did not get to its end
  if (isResult(block)) return [{ ...resultRecord(block), at }];
  if (!isOnly || type === 'redacted_thinking') return [];
  if (type === 'text') return textIn(block, 'text') ? [{ type: 'assistant_text', at, data: present({ text: textIn(block, 'text'), messageId, index, final: true, extra: filled(present({ citations: citationsOf(block), cut })) }) }] : [];
  if (type === 'thinking') return textIn(block, 'thinking') ? [{ type: 'assistant_thinking', at, data: present({ text: textIn(block, 'thinking'), messageId, extra: filled(present({ signature: textIn(block, 'signature'), cut })) }) }] : [];
  return [{ type: 'harness_event', at, data: { name: `block.${type}`, extra: block } }];
}

function citationsOf(block: JsonObject): JsonValue | undefined {
  const citations = objectsIn(block, 'citations');
  return citations.length > 0 ? [...citations] : undefined;
}

/** What an answer cost, under the key that a transcript gives it, too. */
export function usageRecords({ messageId, model, usage }: Answer, at: number): readonly RecordInput[] {
  if (messageId === undefined || Object.keys(usage).length === 0) return [];
  const { input_tokens: input, output_tokens: output, cache_read_input_tokens: read, cache_creation_input_tokens: written, ...rest } = usage;
  return [{
    type: 'usage', key: `claude:usage:${messageId}`, at,
    data: present({ model, inputTokens: count(input), outputTokens: count(output), cacheReadTokens: count(read), cacheWriteTokens: count(written), scope: 'message', extra: filled(rest) }),
  }];
}

/** What of an answer a witness of the session's texts need not tell, and this one saw: kept as evidence. */
export function saidIn(blocks: readonly JsonObject[]): JsonObject | undefined {
  const text = blocks.flatMap((block) => (block['type'] === 'text' ? (textIn(block, 'text') ?? []) : []));
  const thinking = blocks.flatMap((block) => (block['type'] === 'thinking' ? (textIn(block, 'thinking') ?? []) : []));
  return filled(present({ text: text.length > 0 ? text : undefined, thinking: thinking.length > 0 ? thinking : undefined }));
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' ? Math.max(0, Math.trunc(value)) : undefined;
}
