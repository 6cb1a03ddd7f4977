import { isJsonObject, type Identity, type JsonObject, type JsonValue, type Task } from '@playhead/protocol';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { decide, isAlwaysDenied } from '../policy/decide.ts';
import type { PolicyCall } from '../policy/policy.ts';
import type { RpcDirection } from '../rpc/direction.ts';
import { filterTools } from './filter-tools.ts';
import { refusal, unclearAnswer } from './gate-answers.ts';
import { mayBeRequest, readForGate } from './read-for-gate.ts';

/** A message that a policy does not let pass, at least not yet. */
export interface StoppedMessage {
  /** The id of the request; absent: a notification, or nobody can tell. */
  readonly id?: JsonValue;
  /** Absent where nobody can tell. */
  readonly method?: string;
  readonly tool?: string;
  /** The rule that decided; absent: the default of the policy, or that the line is unclear. */
  readonly rule?: string;
  /** What is said of it, to the agent and in the recording. */
  readonly message: string;
}

/** A message that waits for a decision. */
export interface HeldMessage extends StoppedMessage {
  readonly id: JsonValue;
  readonly method: string;
  /** How long it waits, in milliseconds. */
  readonly timeoutMs: number;
  /** By which its sender hears of progress. */
  readonly progressToken?: string | number;
}

/** What becomes of a line. */
export type GateVerdict =
  /** It passes as it is; with `text`, as that. */
  | { readonly kind: 'pass'; readonly text?: string; /** The tools that are no longer in it. */ readonly hidden?: readonly string[] }
  /** It goes no further, and its sender gets these answers. */
  | { readonly kind: 'refuse'; readonly stopped: readonly StoppedMessage[]; readonly answers: readonly JsonObject[] }
  /** It waits. */
  | { readonly kind: 'hold'; readonly held: HeldMessage };

/** Decides about the messages of one connection, whatever carries them. Has no side effects but what it remembers of requests. */
export interface MessageGate {
  /** @param line - A message, or a batch of them, without the line feed at its end. */
  judge(direction: RpcDirection, line: Uint8Array): GateVerdict;
  /** Whether a line that is too long to be read may pass: an answer may, unless something that servers ask may not. */
  mayPassUnread(direction: RpcDirection): boolean;
}

/** What {@link createMessageGate} is told. */
export interface MessageGateOptions {
  /** The policy as it is now. */
  readonly policy: () => CompiledPolicy;
  /** What the client calls the server. */
  readonly server: string;
  readonly identity?: Identity;
  readonly task?: Task;
}

const PASS: GateVerdict = { kind: 'pass' };
/** So many lists of tools may be on their way. */
const MOST_LISTS = 1000;

/**
 * Makes the gate of a connection.
 *
 * @example
 * ```ts
 * const source = openPolicyFile('policy.json');
 * const gate = createMessageGate({ policy: () => source.current(), server: 'files' });
 * const verdict = gate.judge('to_server', new TextEncoder().encode(line));
 * ```
 */
export function createMessageGate({ policy, server, identity, task }: MessageGateOptions): MessageGate {
  const lists = new Set<string>();
  const callOf = (direction: RpcDirection, method: string, params: JsonObject): PolicyCall => ({
    server, direction, method, ...(identity && { identity }), ...(task && { task }),
    ...(method === 'tools/call' ? { tool: typeof params['name'] === 'string' ? params['name'] : '', arguments: params['arguments'] } : { arguments: params }),
  });

  /** What the policy has against a message; undefined: nothing. */
  const against = (direction: RpcDirection, message: JsonObject): { readonly stopped: StoppedMessage; readonly held?: HeldMessage } | undefined => {
    const { method, id } = message;
    if (typeof method !== 'string') return undefined; // an answer
    const params = isJsonObject(message['params']) ? message['params'] : {};
    const call = callOf(direction, method, params);
    const { effect, rule, timeoutMs, message: said } = decide(policy(), call);
    if (effect === 'allow') {
      if (method === 'tools/list' && direction === 'to_server' && id !== undefined && lists.size < MOST_LISTS) lists.add(JSON.stringify(id));
      return undefined;
    }
    const what = call.tool === undefined ? method : `the tool ${call.tool} of ${server}`;
    const by = rule === undefined ? 'the policy of this connection' : `the rule ${rule} of this connection's policy`;
    const stopped = { method, ...(id !== undefined && { id }), ...(call.tool !== undefined && { tool: call.tool }), ...(rule !== undefined && { rule }) };
    if (effect === 'deny' || id === undefined) return { stopped: { ...stopped, message: said ?? `Not allowed: ${what} is forbidden by ${by}. Do not try it again.` } };
    const meta = isJsonObject(params['_meta']) ? params['_meta'] : {};
    const token = meta['progressToken'];
    const waits = { ...stopped, id, method, message: said ?? `${what} needs an approval, by ${by}.` };
    return { stopped: waits, held: { ...waits, timeoutMs, ...((typeof token === 'string' || typeof token === 'number') && { progressToken: token }) } };
  };

  const judgeRequests = (direction: RpcDirection, line: Uint8Array): GateVerdict => {
    if (direction === 'to_client' && !policy().asksServers) return PASS; // nothing is asked of it, whatever it is
    const reading = readForGate(line);
    if ('unclear' in reading) {
      if (direction === 'to_client' && !mayBeRequest(line)) return PASS; // what servers print beside the protocol
      return { kind: 'refuse', stopped: [{ message: `Not handed on: ${reading.unclear}.` }], answers: [unclearAnswer(reading.unclear)] };
    }
    const found = reading.messages.map((message) => ({ message, ...against(direction, message) }));
    const first = found.find(({ stopped }) => stopped);
    if (!first?.stopped) return PASS;
    if (!reading.isBatch && first.held) return { kind: 'hold', held: first.held };
    // Of a batch everything is refused: what is left of it would no longer be what was sent.
    const whole = `${first.stopped.message}${reading.isBatch ? ' It came together with others, which were not handed on either: send each by itself.' : ''}`;
    return {
      kind: 'refuse',
      stopped: found.flatMap(({ message: { method, id }, stopped }) => (stopped ? [stopped] : typeof method === 'string' && reading.isBatch ? [{ method, ...(id !== undefined && { id }), message: whole }] : [])),
      answers: found.flatMap(({ message: { method, id }, stopped }) => (typeof method === 'string' && id !== undefined ? [refusal({ id, method }, whole, stopped?.rule)] : [])),
    };
  };

  const judgeList = (line: Uint8Array): GateVerdict => {
    const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString();
    const answered = answeredIn(text, lists);
    if (answered.size === 0) return PASS;
    try {
      const filtered = filterTools(text, (tool) => isAlwaysDenied(policy(), callOf('to_server', 'tools/call', { name: tool })), (place) => answered.has(place));
      return filtered ? { kind: 'pass', ...filtered } : PASS;
    } catch {
      return PASS; // so deep that nobody can go through it: what is denied is refused when it is called
    }
  };

  return {
    mayPassUnread: (direction) => direction === 'to_client' && !policy().asksServers,
    judge(direction, line) {
      const verdict = judgeRequests(direction, line);
      return verdict === PASS && direction === 'to_client' && lists.size > 0 ? judgeList(line) : verdict;
    },
  };
}

/** The places of messages that answer one of these requests, which then wait no longer. */
function answeredIn(text: string, waiting: Set<string>): ReadonlySet<number> {
  try {
    const value: unknown = JSON.parse(text);
    const messages: readonly unknown[] = Array.isArray(value) ? value : [value];
    const places = messages.flatMap((message, place) => (isJsonObject(message) && message['method'] === undefined && message['id'] !== undefined && waiting.delete(JSON.stringify(message['id'])) ? [place] : []));
    return new Set(places);
  } catch {
    return new Set();
  }
}
