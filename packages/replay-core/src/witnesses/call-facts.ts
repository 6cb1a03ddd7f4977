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

/** What the sides tell of one id of a call. */
export type ToldSides = { [of in Side]?: ToldCall };

/** All that is known of one id of a call. */
export interface CallFacts {
  readonly id: string;
  readonly opened: Readonly<ToldSides>;
  /** The first record that ended it. */
  readonly ended?: Place | undefined;
}

/** Takes the beginning of a call in; whatever comes first, the earliest counts. @returns Whether something changed. */
export function tellOpening(opened: ToldSides, record: SessionRecord): boolean {
  const side = sideOf(record.via);
  const known = side && opened[side]?.start;
  if (!side || record.type !== 'mcp_call' || (known && compareRecords(known, record) <= 0)) return false;
  const { at, p, e, n } = record;
  const data = dataOf(record);
  opened[side] = { start: { at, p, e, n }, server: stringIn(data, 'server') ?? '', tool: stringIn(data, 'tool') ?? '', key: inputKey(data['input']) };
  return true;
}

/** The one side that tells a call, where the other side says nothing of this id. */
export function onlySideOf({ opened: { agent, boundary } }: Pick<CallFacts, 'opened'>): Side | undefined {
  if (agent) return boundary ? undefined : 'agent';
  return boundary && 'boundary';
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
