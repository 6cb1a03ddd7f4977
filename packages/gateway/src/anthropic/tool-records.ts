import { isJsonObject, type EventKind, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import { filled, firstLineOf, objectsIn, present, textIn } from '../mcp/fields.ts';

/** The tools of coding agents that are shown as something of their own, and the field of their input that names what they are about. */
const KNOWN: ReadonlyMap<string, { readonly kind: EventKind; readonly title: string }> = new Map(([
  [['Bash', 'PowerShell', 'bash'], 'command', 'command'], [['Read', 'LS'], 'read', 'file_path'], [['Edit', 'Write', 'MultiEdit'], 'edit', 'file_path'], [['NotebookEdit'], 'edit', 'notebook_path'],
  [['Glob', 'Grep'], 'search', 'pattern'], [['WebSearch', 'web_search'], 'search', 'query'], [['WebFetch', 'web_fetch'], 'search', 'url'],
  [['Agent', 'Task'], 'subagent', 'description'], [['Skill'], 'skill', 'skill'],
] satisfies readonly (readonly [readonly string[], EventKind, string])[]).flatMap(([names, kind, title]) => names.map((name) => [name, { kind, title }] as const)));
const LONGEST_TITLE = 200;

/** Whether a block asks for a call: of a tool of the client, of the model's own service, or of an MCP server that the service talks to. */
export function isCall(block: JsonObject): boolean {
  return textIn(block, 'type')?.endsWith('tool_use') === true && textIn(block, 'id') !== undefined;
}

/** Whether a block says what a call gave. */
export function isResult(block: JsonObject): boolean {
  return textIn(block, 'type')?.endsWith('tool_result') === true && textIn(block, 'tool_use_id') !== undefined;
}

/**
 * The record that opens a call.
 *
 * @param isOnly - Whether nobody else tells of it. Who runs the tool says better what it is: then this is only what the model asked for.
 */
export function callRecord(block: JsonObject, isOnly: boolean): RecordInput {
  const name = textIn(block, 'name') ?? 'tool';
  const input = block['input'];
  const call = textIn(block, 'id') ?? '';
  const mcp = /^mcp__(.+?)__(.+)$/.exec(name);
  const place = { call };
  const server = mcp?.[1] ?? (block['type'] === 'mcp_tool_use' ? textIn(block, 'server_name') : undefined);
  if (isOnly && server !== undefined) return { type: 'mcp_call', ...place, data: present({ server, tool: mcp?.[2] ?? name, name: mcp ? name : undefined, input }) };
  if (isOnly && isJsonObject(input) && typeof input['command'] === 'string' && KNOWN.get(name)?.kind === 'command') return { type: 'terminal_command', ...place, data: commandData(name, input) };
  const known = KNOWN.get(name);
  const title = known && textIn(input, known.title);
  return { type: 'tool_call', ...place, data: present({ name, input, kind: server === undefined ? known?.kind : 'mcp', title: title === undefined ? undefined : firstLineOf(title).slice(0, LONGEST_TITLE) }) };
}

function commandData(tool: string, { command, description, ...rest }: JsonObject): JsonObject {
  return present({ command, description: typeof description === 'string' ? description : undefined, tool, input: filled(typeof description === 'string' ? rest : present({ ...rest, description })) });
}

/** The record that closes a call: what the model was told of it. */
export function resultRecord(block: JsonObject): RecordInput {
  const content = block['content'];
  const blocks = objectsIn(block, 'content');
  const texts = blocks.flatMap((one) => (one['type'] === 'text' ? (textIn(one, 'text') ?? []) : []));
  const others = blocks.filter(({ type }) => type !== 'text');
  const text = typeof content === 'string' ? content : texts.length > 0 ? texts.join('\n') : undefined;
  const strange: JsonValue | undefined = typeof content === 'string' || Array.isArray(content) ? undefined : content;
  const failed = block['is_error'] === true || (isJsonObject(content) && textIn(content, 'type')?.endsWith('_error') === true);
  const status = failed ? failureOf(text ?? '') : 'ok';
  return {
    type: 'tool_result', call: textIn(block, 'tool_use_id') ?? '',
    data: present({ status, text, output: others.length > 0 ? [...others] : strange, error: failed ? firstLineOf(text ?? 'it says that it failed') : undefined }),
  };
}

/** A client tells the model in words that a call was refused or stopped. */
function failureOf(text: string): 'failed' | 'denied' | 'interrupted' {
  if (text.startsWith('[Request interrupted by user')) return 'interrupted';
  return /^Permission to use .+ has been denied/.test(text) || text.startsWith('The user doesn\'t want to proceed with this tool use') ? 'denied' : 'failed';
}
