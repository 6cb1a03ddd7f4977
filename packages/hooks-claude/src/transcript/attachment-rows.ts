import { isJsonObject, type JsonObject } from '@playhead/protocol';
import type { Draft } from '../draft.ts';
import { present } from '../fields.ts';
import { promptContent } from './own-facts.ts';
import { textIn, textOfBlocks } from './transcript-row.ts';

/** What the client tells the model beside the conversation, in every session the same: no part of what happened. */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  'environment', 'model', 'agent_listing_delta', 'skill_listing', 'session_context', 'date', 'remote_session_change', 'prompt_snapshot', 'total_tokens_reminder',
  'task_reminder', 'todo_reminder', 'todo', 'command_permissions', 'deferred_tools_delta', 'mcp_instructions_delta', 'output_style', 'tool_search', 'context_usage',
]);

/** The records of an attachment; undefined for one that tells nothing of the session. */
export function attachmentRow(row: JsonObject, uuid: string, interjection: (text: string) => readonly Draft[]): readonly Draft[] | undefined {
  const attachment = isJsonObject(row['attachment']) ? row['attachment'] : {};
  const type = textIn(attachment, 'type') ?? 'unknown';
  const key = `claude:${uuid}`;
  if (BOOKKEEPING.has(type)) return undefined;
  if (type === 'queued_command') {
    const { prompt } = attachment;
    const blocks = Array.isArray(prompt) ? prompt.filter(isJsonObject) : [];
    const text = typeof prompt === 'string' ? prompt : textOfBlocks(blocks);
    const machine = textIn(attachment, 'commandMode') === 'task-notification' || text.startsWith('<task-notification>');
    return machine ? [{ type: 'notification', key, data: { message: text, category: 'task-notification' } }] : [...interjection(text), ...promptContent(blocks, uuid)];
  }
  if (type === 'instructions') {
    const files = Array.isArray(attachment['files']) ? attachment['files'].filter(isJsonObject) : [];
    return files.map((file, index) => ({
      type: 'instructions_loaded', key: `${key}#${index}`,
      data: present({ path: textIn(file, 'path') ?? '', scope: textIn(file, 'type'), extra: present({ content: file['content'] }) }),
    }));
  }
  const { type: _type, ...extra } = attachment;
  return [{ type: 'harness_event', key, data: { name: `attachment.${type}`, extra } }];
}
