import { compareRecords, type SessionRecord } from '@playhead/protocol';
import { dataOf, stringIn } from '../model/read-data.ts';
import { inputKey } from './input-key.ts';
import { type Place, type Side, sideOf } from './sides.ts';

/** How one side tells a call of an MCP tool: as much as tells it from others. */
export interface ToldCall {
  /** Its first record, which opened it. */
  readonly start: Place;
  readonly server: string;
  readonly tool: string;
  /** What it was given, see {@link inputKey}. */
  readonly key: string;
}

/** All that is known of one id of a call. */
export interface CallFacts {
  readonly id: string;
  readonly opened: { [of in Side]?: ToldCall };
  /** The first record by which a side ended it. */
  readonly ended: { [of in Side]?: Place };
}

/** Whether a record tells of a call what {@link tellFacts} takes. */
export function tellsFacts({ type, call, via }: SessionRecord): boolean {
  return call !== undefined && (type === 'mcp_call' || type === 'tool_result') && sideOf(via) !== undefined;
}

/** Takes a record into what is known of its call; whatever comes first, the earliest counts. @returns Whether something changed. */
export function tellFacts({ opened, ended }: CallFacts, record: SessionRecord): boolean {
  const side = sideOf(record.via);
  if (!side) return false;
  const { at, p, e, n } = record;
  const known = record.type === 'mcp_call' ? opened[side]?.start : ended[side];
  if (known && compareRecords(known, record) <= 0) return false;
  if (record.type === 'mcp_call') {
    const data = dataOf(record);
    opened[side] = { start: { at, p, e, n }, server: stringIn(data, 'server') ?? '', tool: stringIn(data, 'tool') ?? '', key: inputKey(data['input']) };
  } else ended[side] = { at, p, e, n };
  return true;
}

/** The one side that tells a call, where it is a call of an MCP tool and the other side says nothing of this id. */
export function onlySideOf({ opened, ended }: CallFacts): Side | undefined {
  if (opened.agent && !opened.boundary && !ended.boundary) return 'agent';
  return opened.boundary && !opened.agent && !ended.agent ? 'boundary' : undefined;
}

/**
 * Whether two names are those of one server. Clients write names of servers as parts of names of tools, and put `plugin_<plugin>_` before those that a plugin
 * brings along.
 */
export function isSameServer(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [a.replace(/[^\w-]/g, '_'), b.replace(/[^\w-]/g, '_')];
  return left === right || isPluginName(left, right) || isPluginName(right, left);
}

function isPluginName(long: string, short: string): boolean {
  return long.startsWith('plugin_') && short !== '' && long.endsWith(`_${short}`);
}
