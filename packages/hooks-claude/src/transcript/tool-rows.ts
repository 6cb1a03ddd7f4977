import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { callKey, type Draft } from '../draft.ts';
import { present } from '../fields.ts';
import { isOlderVersion } from '../version-order.ts';
import { textIn, textOfBlocks } from './transcript-row.ts';

/** The first client that was seen to tell refusals apart is younger than this. */
const TELLS_REFUSALS_AFTER = '2.1.328';

/** A call that was made and is not answered yet. */
export interface AskedCall {
  readonly id: string;
  readonly name: string;
  readonly input: JsonValue | undefined;
  readonly server?: string;
}

/** How a call ended, by the row that holds its result. */
export interface CallEnd {
  /** The payloads of hooks that would have told it, in their order. */
  readonly payloads: readonly JsonObject[];
  /** What no hook tells. */
  readonly drafts: readonly Draft[];
  /** That it was running, should somebody have guessed that the user refused it. */
  readonly ran?: true;
  /** How it ended, should somebody have guessed otherwise. */
  readonly status?: 'ok' | 'failed' | 'denied' | 'interrupted';
}

/** The call of a `tool_use` block. */
export function askedCall(row: JsonObject, block: JsonObject): AskedCall | undefined {
  const id = textIn(block, 'id');
  const name = textIn(block, 'name');
  if (id === undefined || name === undefined) return undefined;
  const server = textIn(row, 'attributionMcpServer');
  return { id, name, input: block['input'], ...(server !== undefined && name.startsWith('mcp__') && { server }) };
}

/** The fields of a payload that name a call. */
export function callFields({ id, name, input, server }: AskedCall): JsonObject {
  return { tool_name: name, tool_input: input, tool_use_id: id, ...(server !== undefined && { mcp_server: { name: server } }) };
}

/** How the row of a result ends its call. */
export function endOfCall(call: AskedCall, row: JsonObject, block: JsonObject, base: JsonObject): CallEnd {
  const { id } = call;
  const content = block['content'];
  const text = typeof content === 'string' ? content : Array.isArray(content) ? textOfBlocks(content.filter(isJsonObject)) : '';
  const fields = callFields(call);
  const batch: JsonObject = { ...base, hook_event_name: 'PostToolBatch', tool_calls: [{ ...fields, tool_response: content ?? '' }] };
  const denial = textIn(row, 'toolDenialKind') ?? (text.startsWith('The user doesn\'t want to proceed with this tool use') ? 'user-rejected' : undefined);
  if (denial === 'user-rejected' && wasStopped(row, text)) {
    return { payloads: [], drafts: [...allowed(row, id), { type: 'tool_result', key: callKey(id, 'closed'), call: id, data: { status: 'interrupted', text } }], ran: true };
  }
  if (denial !== undefined && denial !== 'permission-rule') {
    const by = denial.startsWith('user') ? 'user' : 'policy';
    return { payloads: [], drafts: [decision(row, id, 'denied', by, text), { type: 'tool_result', key: callKey(id, 'closed'), call: id, data: { status: 'denied', text, error: oneLine(text) } }] };
  }
  if (text.startsWith('[Request interrupted by user')) {
    return { payloads: [], drafts: [...allowed(row, id), { type: 'tool_result', key: callKey(id, 'closed'), call: id, data: { status: 'interrupted', text } }] };
  }
  const failed = block['is_error'] === true;
  if (failed && (denial !== undefined || /^(?:<tool_use_error>|Permission to use )/.test(text))) return { payloads: [batch], drafts: [], status: text.startsWith('<tool_use_error>') ? 'failed' : 'denied' };
  const post: JsonObject = failed
    ? { ...base, ...fields, hook_event_name: 'PostToolUseFailure', error: text }
    : { ...base, ...fields, hook_event_name: 'PostToolUse', tool_response: row['toolUseResult'] ?? unstructured(call, text) };
  const told = failed || post['tool_response'] !== undefined ? [post] : [];
  const response = row['toolUseResult'];
  const interrupted = isJsonObject(response) && response['interrupted'] === true;
  return { payloads: [...told, batch], drafts: allowed(row, id), status: failed ? 'failed' : interrupted ? 'interrupted' : 'ok' };
}

/** Whether a call was running when the user stopped it. The client calls that rejected too; since some version it says of real refusals that nothing ran. */
function wasStopped(row: JsonObject, text: string): boolean {
  if (text.includes('this call was stopped while running')) return true;
  return row['toolDenialBeforeRun'] !== true && isOlderVersion(TELLS_REFUSALS_AFTER, textIn(row, 'version') ?? '');
}

/** Subagents have no structured results in transcripts: what can be told of them by input and text. */
function unstructured({ name, input }: AskedCall, text: string): JsonValue | undefined {
  const given: JsonObject = isJsonObject(input) ? input : {};
  const filePath = textIn(given, 'file_path');
  if (name === 'Bash' || name === 'PowerShell') return text;
  if (filePath === undefined) return undefined;
  if (name === 'Read') return { type: 'text', file: { filePath } };
  if (name === 'Write') return present({ type: /created/.test(text.slice(0, 200)) ? 'create' : 'update', filePath, content: given['content'], structuredPatch: [] });
  if (name === 'Edit') return present({ filePath, oldString: given['old_string'], newString: given['new_string'], replaceAll: given['replace_all'], structuredPatch: [patchOf(given)] });
  return undefined;
}

/** A change whose place in the file nobody knows. */
function patchOf(given: JsonObject): JsonObject {
  const before = linesOf(given['old_string']);
  const after = linesOf(given['new_string']);
  return { oldStart: 0, oldLines: before.length, newStart: 0, newLines: after.length, lines: [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)] };
}

function linesOf(value: JsonValue | undefined): readonly string[] {
  return typeof value === 'string' && value !== '' ? value.split('\n') : [];
}

/** Who allowed a call. Nothing where the client does not say. */
function allowed(row: JsonObject, id: string): readonly Draft[] {
  const told = row['permissionDecision'];
  if (!isJsonObject(told) || told['decision'] !== 'accept') return [];
  return [decision(row, id, 'allowed', byOf(told), undefined)];
}

function decision(row: JsonObject, call: string, word: 'allowed' | 'denied', by: string, reason: string | undefined): Draft {
  const told = row['permissionDecision'];
  const extra = isJsonObject(told) ? present({ source: told['source'], reasonType: told['reasonType'], ruleSource: told['ruleSource'] }) : undefined;
  return { type: 'permission_decision', key: callKey(call, 'decision'), call, data: present({ decision: word, by, reason, extra }) };
}

function byOf(told: JsonObject): string {
  const source = textIn(told, 'source') ?? '';
  if (source.startsWith('user')) return 'user';
  if (textIn(told, 'reasonType') === 'mode') return 'mode';
  return source === 'config' ? 'rule' : 'policy';
}

function oneLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 500) ?? '';
}
