import { isJsonObject, type DiffHunk, type JsonObject, type JsonValue } from '@playhead/protocol';
import { fieldsOf, present } from '../fields.ts';
import { exactHunks, type ChangedTexts } from './exact-hunks.ts';
import { openToolCall } from './open-tool-call.ts';
import type { ToolDetails, ToolDone, ToolFamily } from './tool-family.ts';

/** Created files up to this many lines get a hunk of their own; larger ones only their content. */
const HUNK_LINES = 2000;

/** Changes of text files. `MultiEdit` exists in older clients. */
export const edit: ToolFamily = {
  names: ['Edit', 'Write', 'MultiEdit'],
  open: (call) => openToolCall(call, 'edit', 'file_path'),
  done,
};

/** Changes of notebooks. */
export const notebookEdit: ToolFamily = {
  names: ['NotebookEdit'],
  open: (call) => openToolCall(call, 'edit', 'notebook_path'),
  done: notebookDone,
};

function done({ response, input }: ToolDone): ToolDetails {
  const fields = fieldsOf(response);
  const path = fields.text('filePath');
  if (path === undefined) return { events: [], output: response };
  const created = isJsonObject(response) && (response['type'] === 'create' || (response['originalFile'] === null && response['type'] !== 'update'));
  const before = fields.text('originalFile') ?? (created ? null : undefined);
  const after = fields.text('content');
  const patch = fields.list('structuredPatch') ?? [];
  const told = created && patch.length === 0 && after !== undefined ? wholeFile(after) : hunksOf(patch);
  const hunks = typeof before === 'string' ? exactHunks(told, { before, after, replaced: replacedIn(response) }) : told;
  const userModified = fields.flag('userModified');
  if (created) fields.drop('originalFile');
  dropRepeated(fields, response, input, { oldString: 'old_string', newString: 'new_string', replaceAll: 'replace_all', edits: 'edits' });
  fields.drop('type');
  const data = present({ path, change: created ? 'created' : 'modified', hunks: hunks.map((hunk) => ({ ...hunk })), before, after, ...(userModified === true && { userModified }) });
  return { events: [{ type: 'file_diff', data }], output: fields.rest() };
}

function replacedIn(response: JsonValue | undefined): ChangedTexts['replaced'] {
  const { oldString, newString, replaceAll } = isJsonObject(response) ? response : {};
  return typeof oldString === 'string' && typeof newString === 'string' ? { old: oldString, by: newString, all: replaceAll === true } : undefined;
}

function notebookDone({ response, input }: ToolDone): ToolDetails {
  const fields = fieldsOf(response);
  const fallback = isJsonObject(input) ? input['notebook_path'] : undefined;
  const path = fields.text('notebook_path') ?? (typeof fallback === 'string' ? fallback : undefined);
  if (path === undefined) return { events: [], output: response };
  const before = fields.text('original_file');
  const after = fields.text('updated_file');
  dropRepeated(fields, response, input, { new_source: 'new_source', cell_id: 'cell_id', cell_type: 'cell_type', edit_mode: 'edit_mode' });
  const output = fields.rest();
  if (before === undefined && after === undefined) return { events: [], output };
  return { events: [{ type: 'file_diff', data: present({ path, change: 'modified', hunks: [], before, after }) }], output };
}

/** Leaves out of the result what the call's input says word for word. */
function dropRepeated(fields: ReturnType<typeof fieldsOf>, response: JsonValue | undefined, input: JsonValue | undefined, names: Readonly<Record<string, string>>): void {
  if (!isJsonObject(response) || !isJsonObject(input)) return;
  for (const [told, given] of Object.entries(names)) {
    if (JSON.stringify(response[told]) === JSON.stringify(input[given])) fields.drop(told);
  }
}

function wholeFile(content: string): readonly DiffHunk[] {
  const lines = content.split('\n', HUNK_LINES + 2);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0 || lines.length > HUNK_LINES) return [];
  return [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: lines.length, lines: lines.map((line) => `+${line}`) }];
}

function hunksOf(patch: readonly JsonValue[]): readonly DiffHunk[] {
  return patch.filter(isJsonObject).flatMap((hunk) => {
    const lines = hunk['lines'];
    if (!Array.isArray(lines)) return [];
    const number = (name: keyof DiffHunk & keyof JsonObject): number => (typeof hunk[name] === 'number' ? hunk[name] : 0);
    return [{
      oldStart: number('oldStart'), oldLines: number('oldLines'), newStart: number('newStart'), newLines: number('newLines'),
      lines: lines.filter((line) => typeof line === 'string'),
    }];
  });
}
