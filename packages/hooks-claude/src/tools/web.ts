import { isJsonObject, type JsonValue } from '@playhead/protocol';
import { fieldsOf, present } from '../fields.ts';
import { openToolCall } from './open-tool-call.ts';
import type { ToolDetails, ToolDone, ToolFamily } from './tool-family.ts';

/** Fetching of pages. */
export const webFetch: ToolFamily = {
  names: ['WebFetch'],
  open: (call) => openToolCall(call, 'search', 'url'),
  done: fetched,
};

/** Searching of the web. */
export const webSearch: ToolFamily = {
  names: ['WebSearch'],
  open: (call) => openToolCall(call, 'search', 'query'),
  done: searched,
};

function fetched({ response, input }: ToolDone): ToolDetails {
  const fields = fieldsOf(response);
  const url = fields.text('url') ?? fieldsOf(input).text('url');
  if (url === undefined) return { events: [], output: response };
  const data = present({ url, status: fields.number('code'), bytes: fields.number('bytes'), result: fields.text('result') });
  return { events: [{ type: 'web_fetch', data }], output: isJsonObject(response) ? fields.rest() : response };
}

function searched({ response, input }: ToolDone): ToolDetails {
  const fields = fieldsOf(response);
  const query = fields.text('query') ?? fieldsOf(input).text('query');
  if (query === undefined) return { events: [], output: response };
  const found = (isJsonObject(response) && Array.isArray(response['results']) ? response['results'] : []).filter(isJsonObject).flatMap(hits);
  const data = present({ query, scope: 'web', matches: found.length, results: found.join('\n') });
  return { events: [{ type: 'search', data }], output: isJsonObject(response) ? fields.rest() : response };
}

function hits(result: { readonly [key: string]: JsonValue | undefined }): readonly string[] {
  const content = Array.isArray(result['content']) ? result['content'] : [];
  return content.filter(isJsonObject).map((hit) => [hit['title'], hit['url']].filter((part) => typeof part === 'string').join(' · '));
}
