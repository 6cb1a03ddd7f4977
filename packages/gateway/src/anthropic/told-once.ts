import type { JsonObject } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import { textIn } from '../mcp/fields.ts';
import { digestOf, type MessageRequest } from './message-request.ts';

/** Remembers what every request repeats: system prompt and tools are recorded once, and named by their hash from then on. */
export interface ToldOnce {
  /** Whether something is seen for the first time in a session. */
  isNew(session: string, what: string): boolean;
  /** @returns The hashes by which a request names its system prompt and its tools, and records of those that are new. */
  of(session: string, request: MessageRequest): { readonly system: readonly string[]; readonly tools: string; readonly records: readonly RecordInput[] };
}

/** So many hashes are remembered; real sessions have some dozens. */
const MOST = 4096;

/** Makes an empty memory. */
export function createToldOnce(): ToldOnce {
  const known = new Set<string>();
  const isNew = (session: string, digest: string): boolean => {
    const name = `${session} ${digest}`;
    if (known.has(name)) return false;
    known.add(name);
    const [oldest] = known;
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return true;
  };
  return {
    isNew,
    of(session, { system, tools }) {
      const prompts = system.map((text) => ({ text, digest: digestOf(text) }));
      const named = tools.map((tool) => ({ tool: withoutCache(tool), digest: digestOf(JSON.stringify(withoutCache(tool))) }));
      const list = digestOf(named.map(({ digest }) => digest).join(' '));
      const newPrompts = prompts.filter(({ digest }) => isNew(session, digest));
      const newTools = isNew(session, list) ? named.filter(({ digest }) => isNew(session, digest)) : [];
      return {
        system: prompts.map(({ digest }) => digest),
        tools: list,
        records: [
          ...newPrompts.map(({ text, digest }) => ({ type: 'harness_event', key: `anthropic:system:${digest}`, data: { name: 'model_system', extra: { digest, text } } })),
          ...(newTools.length > 0 ? [{ type: 'harness_event', key: `anthropic:tools:${list}`, data: { name: 'model_tools', extra: { digest: list, names: tools.map((tool) => textIn(tool, 'name') ?? ''), tools: newTools.map(({ tool, digest }) => ({ digest, ...tool })) } } }] : []),
        ],
      };
    },
  };
}

function withoutCache({ cache_control: _cache, ...tool }: JsonObject): JsonObject {
  return tool;
}
