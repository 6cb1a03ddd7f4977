import { isJsonObject, type JsonValue } from '@playhead/protocol';
import { fieldsOf, present } from '../fields.ts';
import { openToolCall } from './open-tool-call.ts';
import type { ToolDetails, ToolDone, ToolFamily } from './tool-family.ts';

/** Searching for files and in files. */
export const search: ToolFamily = {
  names: ['Glob', 'Grep'],
  open: (call) => openToolCall(call, 'search', 'pattern'),
  done,
};

function done({ name, response, input }: ToolDone): ToolDetails {
  const given = fieldsOf(input);
  const query = given.text('pattern');
  if (query === undefined || !isJsonObject(response)) return { events: [], output: response };
  const fields = fieldsOf(response);
  const files = (fields.list('filenames') ?? []).filter((file: JsonValue) => typeof file === 'string');
  const content = fields.text('content');
  const lines = fields.number('numLines');
  const matches = fields.number('numMatches') ?? lines ?? fields.number('numFiles');
  const scope = name === 'Glob' ? 'files' : 'content';
  const data = present({ query, scope, path: given.text('path'), matches, results: content ?? files.join('\n'), ...(content !== undefined && files.length > 0 && { extra: { files } }) });
  return { events: [{ type: 'search', data }], output: fields.rest() };
}
