import { isJsonObject, type JsonObject } from '@playhead/protocol';
import { callKey, type Draft } from '../draft.ts';
import { present } from '../fields.ts';
import { blocksOf, numberIn, tagged, textIn, textOfBlocks } from './transcript-row.ts';

/** What the assistant thought: only transcripts tell it. */
export function thinking(row: JsonObject, block: JsonObject, key: string): readonly Draft[] {
  const text = textIn(block, 'thinking');
  if (text === undefined) return [];
  const duration = numberIn(row, 'thinkingDurationMs');
  return [{ type: 'assistant_thinking', key, data: present({ text, messageId: textIn(row['message'], 'id'), durationUs: duration === undefined ? undefined : Math.round(duration * 1000) }) }];
}

/** What the assistant said. */
export function said(row: JsonObject, block: JsonObject, key: string): readonly Draft[] {
  const text = textIn(block, 'text');
  if (text === undefined) return [];
  const index = numberIn(row, 'apiBlockIndex');
  return [{ type: 'assistant_text', key, data: present({ text, messageId: textIn(row['message'], 'id'), index, final: true }) }];
}

/** Tokens of a message. Every row of it repeats them, so the last one is asked, once. */
export function usageOf(row: JsonObject): Draft | undefined {
  const message = row['message'];
  const id = textIn(message, 'id');
  const usage = isJsonObject(message) ? message['usage'] : undefined;
  if (id === undefined || !isJsonObject(usage)) return undefined;
  const model = textIn(message, 'model');
  if (model === '<synthetic>') return undefined; // the client's own words cost nothing
  return {
    type: 'usage', key: `claude:usage:${id}`,
    data: present({
      model, inputTokens: count(usage, 'input_tokens'), outputTokens: count(usage, 'output_tokens'),
      cacheReadTokens: count(usage, 'cache_read_input_tokens'), cacheWriteTokens: count(usage, 'cache_creation_input_tokens'), scope: 'message',
    }),
  };
}

/** What the client says that the session has cost so far; `costUsd` is the sum over all runs of the client. */
export function costOf(row: JsonObject, key: string, costUsd: number): readonly Draft[] {
  const { modelUsage, totalAPIDuration, totalToolDuration, totalDuration, totalLinesAdded, totalLinesRemoved } = row;
  const extra = present({ modelUsage, totalAPIDuration, totalToolDuration, totalDuration, totalLinesAdded, totalLinesRemoved });
  return [{ type: 'usage', key, turn: null, agent: null, data: { costUsd, scope: 'session', extra } }];
}

/** How long hooks took, that a turn ended, that the conversation was shortened, and whatever else the client noted. */
export function systemRow(row: JsonObject, uuid: string): readonly Draft[] {
  const key = `claude:${uuid}`;
  const subtype = textIn(row, 'subtype') ?? 'system';
  if (subtype === 'compact_boundary') {
    const metadata = isJsonObject(row['compactMetadata']) ? row['compactMetadata'] : {};
    const { trigger, preTokens, postTokens, durationMs } = metadata;
    return [{ type: 'compaction', key, data: present({ phase: 'start', trigger: typeof trigger === 'string' ? trigger : undefined, extra: present({ preTokens, postTokens, durationMs }) }) }];
  }
  const { content, hookInfos, hookErrors, hookCount, durationMs, messageCount, preventedContinuation, stopReason, level } = row;
  const extra = present({ content, hookInfos, hookErrors, hookCount, durationMs, messageCount, preventedContinuation, stopReason, level });
  return [{ type: 'harness_event', key, data: { name: subtype, extra } }];
}

/** What is left of a conversation after it was shortened. */
export function compactSummary(row: JsonObject, uuid: string): readonly Draft[] {
  return [{ type: 'compaction', key: `claude:${uuid}`, data: { phase: 'end', summary: textOfBlocks(blocksOf(row)) } }];
}

/** A command that the user ran in the agent's shell with `!`. */
export function userCommand(text: string, row: JsonObject, uuid: string): readonly Draft[] {
  const cwd = textIn(row, 'cwd');
  const call = userCall(uuid);
  return [{ type: 'terminal_command', key: callKey(call, 'pre'), call, data: present({ command: tagged(text, 'bash-input') ?? '', cwd, tool: '!', extra: { by: 'user' } }) }];
}

/** What it printed. */
export function userCommandOutput(text: string, uuid: string): readonly Draft[] {
  const call = userCall(uuid);
  const stderr = tagged(text, 'bash-stderr') ?? '';
  const output = [tagged(text, 'bash-stdout') ?? '', stderr].filter((part) => part !== '').join('\n');
  return [
    { type: 'terminal_output', key: callKey(call, 'post'), call, data: { text: output } },
    { type: 'tool_result', key: callKey(call, 'post', 1), call, data: { status: 'ok', text: output } },
  ];
}

function userCall(uuid: string): string {
  return `user-${uuid}`;
}

/** What the user gave with a prompt besides its text, such as pictures. A record of its own: the prompt is often known from a hook already, which has only the text. */
export function promptContent(blocks: readonly JsonObject[], uuid: string): readonly Draft[] {
  const content = blocks.filter(({ type }) => type !== 'text');
  return content.length === 0 ? [] : [{ type: 'harness_event', key: `claude:${uuid}:content`, data: { name: 'prompt_content', extra: { content } } }];
}

/** What a slash command answered. */
export function commandOutput(text: string, uuid: string): readonly Draft[] {
  const message = tagged(text, 'local-command-stdout') ?? tagged(text, 'local-command-stderr') ?? text;
  return message.trim() === '' ? [] : [{ type: 'notification', key: `claude:${uuid}`, data: { message, category: 'command_output' } }];
}

function count(usage: JsonObject, name: string): number | undefined {
  const value = numberIn(usage, name);
  return value === undefined ? undefined : Math.max(0, Math.trunc(value));
}
