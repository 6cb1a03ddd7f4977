import { isJsonObject, type SessionRecord } from '@playhead/protocol';
import { describeRecord } from '../model/describe.ts';
import { dataOf, stringIn } from '../model/read-data.ts';
import { isSameServer } from './call-facts.ts';
import { WINDOW_US } from './lane.ts';
import { type Side, sideOf } from './sides.ts';

/** A stretch of time: integer microseconds since the Unix epoch, both ends included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A connection that is recorded at the boundary. */
export interface Connection extends Stretch {
  readonly server: string;
}

/** A place at which a side could not keep something. */
export interface Gap {
  readonly side: Side;
  readonly at: number;
  /** Of one connection only; absent: of all that the side tells. */
  readonly server?: string;
}

/** Events of a connection by which it is known to be recorded. */
const BEGINS: ReadonlySet<string> = new Set(['mcp_server_start', 'mcp_handshake', 'mcp_client', 'mcp_tools']);
const ENDS = 'mcp_server_end';
/** Who tells every call of an agent, from start to stop. */
const WHOLE: ReadonlySet<string> = new Set(['hook', 'module', 'transcript', 'import']);
/** So many connections and gaps are told apart; of what is beyond them nothing is said to be missing. */
const MOST = 1000;
/** What was lost before a gap was noticed, in microseconds. */
const BEFORE_GAP_US = 60_000_000;

/** What each side would have seen: without that nobody can say that a call is missing. */
export class Coverage {
  /** By producer and server. */
  readonly connections: Map<string, Connection> = new Map();
  readonly gaps: Map<string, Gap> = new Map();
  /** When the agent began to tell of itself, when its session ended, and whether it tells its calls. */
  agent: Stretch & { readonly tells: boolean } = { from: Infinity, to: Infinity, tells: false };

  /** Takes in a record. @returns Whether something changed. */
  take(record: SessionRecord): boolean {
    const side = sideOf(record.via);
    if (record.type === 'recorder_gap' && side) return this.#takeGap(record, side);
    if (side === 'agent') return this.#takeAgent(record);
    return side === 'boundary' && record.type === 'harness_event' && this.#takeConnection(record);
  }

  /** Whether the boundary would have seen a call of the agent. */
  boundarySees(server: string, { from, to }: Stretch): boolean {
    if (this.connections.size >= MOST || this.#isGap('boundary', server, { from, to })) return false;
    return [...this.connections.values()].some((one) => one.from <= from && to <= one.to && isSameServer(one.server, server));
  }

  /** Whether the agent would have told of a call that passed. */
  agentTells(server: string, { from, to }: Stretch): boolean {
    const { agent } = this;
    return agent.tells && agent.from <= from && to <= agent.to && !this.#isGap('agent', server, { from, to });
  }

  #isGap(side: Side, server: string, { from, to }: Stretch): boolean {
    if (this.gaps.size >= MOST) return true;
    return [...this.gaps.values()].some((gap) => gap.side === side && (gap.server === undefined || isSameServer(gap.server, server)) && gap.at >= from - WINDOW_US && gap.at - BEFORE_GAP_US <= to);
  }

  #takeGap({ id, at, data }: SessionRecord, side: Side): boolean {
    if (this.gaps.size >= MOST) return false;
    const extra = dataOf({ data })['extra'];
    const server = isJsonObject(extra) ? stringIn(extra, 'server') : undefined;
    this.gaps.set(id, { side, at, ...(server !== undefined && { server }) });
    return true;
  }

  #takeAgent(record: SessionRecord): boolean {
    const { at, type, via } = record;
    const { from, to, tells } = this.agent;
    const next = { from: Math.min(from, at), to: type === 'session_stop' ? Math.min(to, at) : to, tells: tells || WHOLE.has(via) || describeRecord(record).step === 'opens' };
    this.agent = next;
    return next.from !== from || next.to !== to || next.tells !== tells;
  }

  #takeConnection({ at, p, e, data }: SessionRecord): boolean {
    const { name, extra } = dataOf({ data });
    const server = isJsonObject(extra) ? stringIn(extra, 'server') : undefined;
    if (server === undefined || typeof name !== 'string' || (!BEGINS.has(name) && name !== ENDS)) return false;
    const key = JSON.stringify([p, e, server]);
    const known = this.connections.get(key);
    if (!known && this.connections.size >= MOST) return false;
    const { from, to } = known ?? { from: Infinity, to: Infinity };
    const next = name === ENDS ? { server, from, to: Math.min(to, at) } : { server, from: Math.min(from, at), to };
    this.connections.set(key, next);
    return next.from !== from || next.to !== to;
  }
}
