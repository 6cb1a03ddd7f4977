import type { RecordInput } from '@playhead/recorder';
import type { TappedRecord } from '../http/exchange-codec.ts';
import { textIn } from '../mcp/fields.ts';

/** Remembers the calls that the model asked for until a request tells what they gave. */
export interface OpenCalls {
  open(session: string, records: readonly RecordInput[]): void;
  close(session: string, results: readonly RecordInput[]): void;
  /** What is recorded when a subagent is seen first: it was started by the call that gave it its prompt. */
  startedBy(session: string, agent: string, prompt: string | undefined): readonly RecordInput[];
  /** What is recorded of subagents whose calls are answered. */
  ended(session: string, results: readonly RecordInput[]): readonly RecordInput[];
  /** What is recorded of calls that nobody answered. */
  rest(at: number): readonly TappedRecord[];
}

interface OpenCall {
  readonly session: string;
  readonly prompt?: string;
  readonly agentType?: string;
  readonly description?: string;
  agent?: string;
}

/** So many are remembered; of older ones nothing more is said than what was. */
const MOST = 10_000;

/** Makes an empty memory. */
export function createOpenCalls(): OpenCalls {
  const calls = new Map<string, OpenCall>();
  const agents = new Set<string>();
  const bounded = <Key>(store: { readonly size: number; keys(): IterableIterator<Key>; delete(key: Key): unknown }): void => {
    const { value } = store.keys().next();
    if (store.size > MOST && value !== undefined) store.delete(value);
  };
  return {
    open(session, records) {
      for (const { call, type, data } of records) {
        if (call === undefined || type === 'tool_result') continue;
        const input = data['input'];
        const fields = { prompt: textIn(input, 'prompt')?.trim(), agentType: textIn(input, 'subagent_type'), description: textIn(input, 'description') };
        calls.set(call, { session, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) });
        bounded(calls);
      }
    },
    close(_session, results) {
      for (const { call } of results) if (call !== undefined) calls.delete(call);
    },
    startedBy(session, agent, prompt) {
      const name = `${session} ${agent}`;
      if (agents.has(name)) return [];
      agents.add(name);
      bounded(agents);
      const found = [...calls].find(([, call]) => call.session === session && call.agent === undefined && call.prompt !== undefined && call.prompt === prompt?.trim());
      const [call, started] = found ?? [];
      if (started) started.agent = agent;
      const data = { ...(started?.agentType !== undefined && { agentType: started.agentType }), ...(started?.description !== undefined && { description: started.description }) };
      return [{ type: 'subagent_start', key: `claude:agent:${agent}:start`, data, ...(call !== undefined && { call }) }];
    },
    ended: (session, results) => results.flatMap(({ call, data }) => {
      const known = call === undefined ? undefined : calls.get(call);
      if (known?.agent === undefined || known.session !== session) return [];
      const text = textIn(data, 'text');
      return [{ type: 'subagent_stop', key: `claude:agent:${known.agent}:stop`, ...(call !== undefined && { call }), agent: known.agent, data: { ...(known.agentType !== undefined && { agentType: known.agentType }), ...(text !== undefined && { text }) } }];
    }),
    rest: (at) => [...calls].map(([call, { session }]) => ({
      type: 'tool_result', at, call, ...(session !== '' && { session }), data: { status: 'interrupted', error: 'no request told how it ended' },
    })),
  };
}
