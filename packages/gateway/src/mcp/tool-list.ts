import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import type { Connection, ListedTool, OpenRequest, Request } from './connection.ts';
import { objectsIn, textIn } from './fields.ts';

const LONGEST_TITLE = 500;

/** `tools/list`: what the server offers, page by page. A list that is not the last one says what is different. */
export function openToolList({ params, method }: Request, connection: Connection): OpenRequest {
  if (params['cursor'] === undefined) connection.toolPages = [];
  return {
    records: [],
    answered({ at, result, error }) {
      if (error || !isJsonObject(result)) return [{ type: 'failure', at, data: { message: `${connection.server}: ${method} failed`, details: JSON.stringify(error ?? result ?? null) } }];
      connection.toolPages = [...connection.toolPages, ...objectsIn(result, 'tools')];
      if (result['nextCursor'] !== undefined && result['nextCursor'] !== null) return [];
      const before = connection.tools;
      const tools = new Map(connection.toolPages.map((tool) => [textIn(tool, 'name') ?? '', { digest: toolDigest(tool), tool }]));
      connection.tools = tools;
      connection.toolPages = [];
      return before ? changeOf(before, tools, connection.server, at) : [firstList(tools, connection.server, at)];
    },
  };
}

/**
 * Names what a model goes by when it chooses a tool: SHA-256 of its name, description and input schema, whatever order their fields come in.
 *
 * @returns `sha256-` and the hash in hexadecimal.
 */
export function toolDigest(tool: JsonObject): string {
  const said = JSON.stringify([tool['name'] ?? null, tool['description'] ?? null, tool['inputSchema'] ?? null], (_key, value: JsonValue) => (
    isJsonObject(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value
  ));
  return `sha256-${createHash('sha256').update(said).digest('hex')}`;
}

function firstList(tools: ReadonlyMap<string, ListedTool>, server: string, at: number): RecordInput {
  return { type: 'harness_event', at, data: { name: 'mcp_tools', extra: { server, tools: [...tools.values()].map(({ digest, tool }) => ({ digest, ...tool })) } } };
}

function changeOf(before: ReadonlyMap<string, ListedTool>, now: ReadonlyMap<string, ListedTool>, server: string, at: number): readonly RecordInput[] {
  const added = [...now.keys()].filter((name) => !before.has(name));
  const removed = [...before.keys()].filter((name) => !now.has(name));
  const changed = [...now].flatMap(([name, { digest, tool }]) => {
    const old = before.get(name);
    return old && old.digest !== digest ? [{ name, from: old.digest, to: digest, before: old.tool, after: tool }] : [];
  });
  if (added.length + removed.length + changed.length === 0) return [];
  const extra = added.length > 0 ? { extra: { tools: added.flatMap((name) => { const found = now.get(name); return found ? [{ digest: found.digest, ...found.tool }] : []; }) } } : {};
  const title = `${server}: ${[...changed.map(({ name }) => `${name} is another`), ...added.map((name) => `${name} is new`), ...removed.map((name) => `${name} is gone`)].join(', ')}`;
  return [{ type: 'tools_changed', at, data: { server, title: title.slice(0, LONGEST_TITLE), added, removed, changed, ...extra } }];
}
