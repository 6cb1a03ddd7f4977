import { isJsonObject } from '@playhead/protocol';
import { fieldsOf, present } from '../fields.ts';
import { openToolCall } from './open-tool-call.ts';
import type { ToolDetails, ToolDone, ToolFamily } from './tool-family.ts';

/** Reading of files. */
export const read: ToolFamily = {
  names: ['Read', 'NotebookRead'],
  open: (call) => openToolCall(call, 'read', 'file_path', 'notebook_path'),
  done,
};

/** Listing of folders, in older clients. */
export const list: ToolFamily = {
  names: ['LS'],
  open: (call) => openToolCall(call, 'read', 'path'),
};

function done({ response, input }: ToolDone): ToolDetails {
  const outer = fieldsOf(response);
  const file = fieldsOf(outer.object('file'));
  const given = isJsonObject(input) ? input['file_path'] : undefined;
  const path = file.text('filePath') ?? (typeof given === 'string' ? given : undefined);
  if (path === undefined) return { events: [], output: response };
  const kind = outer.text('type');
  const base64 = file.text('base64');
  const mediaType = base64 === undefined ? undefined : (file.text('type') ?? (kind === 'pdf' ? 'application/pdf' : 'application/octet-stream'));
  const data = present({
    path,
    content: base64 ?? file.text('content'),
    startLine: file.number('startLine'),
    lines: file.number('numLines'),
    totalLines: file.number('totalLines'),
    mediaType,
    extra: file.rest(),
  });
  const output = present({ ...(kind !== 'text' && { type: kind }), ...outer.rest() });
  return { events: [{ type: 'file_read', data }], output: Object.keys(output).length === 0 ? undefined : output };
}
