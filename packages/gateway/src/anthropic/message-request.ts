import { hash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { objectIn, objectsIn, textIn } from '../mcp/fields.ts';

/** A request to the Messages API, as far as a recording needs it. */
export interface MessageRequest {
  readonly model: string | undefined;
  /** How many messages it holds: the whole conversation, every time. */
  readonly messages: number;
  readonly answered: number;
  /** What stands behind the last answer of the model, in order: what is new, unless it is sent again. */
  readonly latest: readonly AskedBlock[];
  /** Names the conversation: the same for every request of it, until the client shortens it. */
  readonly conversation: string;
  /** System prompt, in its blocks. */
  readonly system: readonly string[];
  readonly tools: readonly JsonObject[];
  /** The session as the body names it. */
  readonly session: string | undefined;
  /** Everything else that it asks for, such as `max_tokens`. */
  readonly parameters: JsonObject;
}

/** A block of a message that is no answer of the model. */
export interface AskedBlock {
  readonly role: string;
  readonly block: JsonObject;
  /** Whether its message brings results of tools. */
  readonly besideResults: boolean;
  /** Tells it from others, wherever it stands. */
  readonly digest: string;
}

/** Reads the body of a request; undefined where it is none. */
export function readMessageRequest(body: string): MessageRequest | undefined {
  const value = parsed(body);
  if (!isJsonObject(value)) return undefined;
  const { messages: _messages, system: _system, tools: _tools, metadata, model, ...parameters } = value;
  const messages = objectsIn(value, 'messages');
  const isAnswer = (message: JsonObject | undefined): boolean => message?.['role'] === 'assistant';
  const asked = isAnswer(messages.at(-1)) ? messages.slice(0, -1) : messages; // the beginning of the answer may be given
  const from = asked.findLastIndex(isAnswer) + 1;
  return {
    model: typeof model === 'string' ? model : undefined,
    messages: messages.length,
    answered: asked.filter(isAnswer).length,
    latest: asked.slice(from).flatMap(blocksOf),
    conversation: messages[0] ? digestOf(blocksOf(messages[0]).map(({ digest }) => digest).join(' ')) : '',
    system: typeof value['system'] === 'string' ? [value['system']] : objectsIn(value, 'system').flatMap((block) => textIn(block, 'text') ?? []),
    tools: objectsIn(value, 'tools'),
    session: sessionIn(textIn(metadata, 'user_id')),
    parameters,
  };
}

/** The content of a message as blocks, also where it is a plain text. */
function blocksOf(message: JsonObject): readonly AskedBlock[] {
  const role = textIn(message, 'role') ?? '';
  const content = message['content'];
  const blocks: readonly JsonObject[] = typeof content === 'string' ? [{ type: 'text', text: content }] : objectsIn(message, 'content');
  const besideResults = blocks.some(({ type }) => type === 'tool_result');
  return blocks.map((block) => ({ role, block, besideResults, digest: blockDigest(role, block) }));
}

/** What the client sets for the cache of the model goes from block to block, and is no part of any. */
function blockDigest(role: string, { cache_control: _cache, ...block }: JsonObject): string {
  const id = block['type'] === 'tool_result' ? textIn(block, 'tool_use_id') : undefined;
  return digestOf(id === undefined ? `${role} ${JSON.stringify(block)}` : `result ${id}`);
}

/** A short name for a text: 128 bits of its SHA-256. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}

/** Claude Code names its session in the id of the user: as JSON, and in older versions at its end. */
function sessionIn(user: string | undefined): string | undefined {
  if (user === undefined) return undefined;
  return textIn(objectIn({ user: parsed(user) ?? null }, 'user'), 'session_id') ?? /_session_([0-9a-f-]{36})$/.exec(user)?.[1];
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue; // what JSON.parse gives is JSON
  } catch {
    return undefined;
  }
}
