import { isJsonObject, type JsonObject } from '@playhead/protocol';
import { objectIn, objectsIn, textIn } from '../mcp/fields.ts';

/** A block of an answer, put together. */
export interface AnswerBlock {
  readonly index: number;
  /** As it stands in an answer that comes in one piece. */
  readonly block: JsonObject;
  /** When it was complete: integer microseconds since the Unix epoch. */
  readonly at: number;
  /** The answer ended within it. */
  readonly cut?: true;
}

/** An answer of the model that comes piece by piece. */
export interface Answer {
  /** Takes an event of the stream. @returns The block that it completes. */
  take(event: JsonObject, at: number): readonly AnswerBlock[];
  /** Takes an answer that came in one piece. */
  whole(message: JsonObject, at: number): readonly AnswerBlock[];
  /** What was begun and never completed. */
  rest(at: number): readonly AnswerBlock[];
  readonly messageId: string | undefined;
  readonly model: string | undefined;
  readonly stopReason: string | undefined;
  readonly usage: JsonObject;
  /** An error in the middle of the stream. */
  readonly error: JsonObject | undefined;
  /** When its first piece of content came. */
  readonly firstAt: number | undefined;
  /** Whether it came to its end. */
  readonly isComplete: boolean;
}

interface OpenBlock {
  readonly start: JsonObject;
  readonly pieces: Map<string, string[]>;
  readonly citations: JsonObject[];
}

/** The most blocks of an answer that are open at once: real ones have one. */
const MOST_OPEN = 64;

/** Makes an empty answer. */
export function createAnswer(): Answer {
  const open = new Map<number, OpenBlock>();
  let message: JsonObject = {};
  let usage: JsonObject = {};
  let stopReason: string | undefined;
  let error: JsonObject | undefined;
  let firstAt: number | undefined;
  let isComplete = false;

  const finished = (index: number, at: number, cut?: true): readonly AnswerBlock[] => {
    const found = open.get(index);
    open.delete(index);
    return found ? [{ index, block: assembled(found), at, ...(cut && { cut }) }] : [];
  };
  const add = ({ pieces, citations }: OpenBlock, delta: JsonObject): void => {
    if (isJsonObject(delta['citation'])) citations.push(delta['citation']);
    for (const [field, text] of Object.entries(delta)) {
      if (field === 'type' || typeof text !== 'string') continue;
      const list = pieces.get(field) ?? [];
      list.push(text);
      pieces.set(field, list);
    }
  };

  return {
    get messageId() { return textIn(message, 'id'); },
    get model() { return textIn(message, 'model'); },
    get stopReason() { return stopReason; },
    get usage() { return usage; },
    get error() { return error; },
    get firstAt() { return firstAt; },
    get isComplete() { return isComplete; },
    take(event, at) {
      const index = typeof event['index'] === 'number' ? event['index'] : -1;
      switch (event['type']) {
        case 'message_start':
          message = objectIn(event, 'message');
          usage = objectIn(message, 'usage');
          return [];
        case 'content_block_start':
          firstAt ??= at;
          if (open.size < MOST_OPEN) open.set(index, { start: objectIn(event, 'content_block'), pieces: new Map(), citations: [] });
          return [];
        case 'content_block_delta': {
          const found = open.get(index);
          if (found) add(found, objectIn(event, 'delta'));
          return [];
        }
        case 'content_block_stop': return finished(index, at);
        case 'message_delta':
          stopReason = textIn(objectIn(event, 'delta'), 'stop_reason') ?? stopReason;
          usage = { ...usage, ...objectIn(event, 'usage') };
          return [];
        case 'message_stop':
          isComplete = true;
          return [];
        case 'error':
          error = objectIn(event, 'error');
          return [];
        default: return [];
      }
    },
    whole(given, at) {
      message = given;
      usage = objectIn(given, 'usage');
      stopReason = textIn(given, 'stop_reason');
      isComplete = true;
      return objectsIn(given, 'content').map((block, index) => ({ index, block, at }));
    },
    rest: (at) => [...open.keys()].flatMap((index) => finished(index, at, true)),
  };
}

/** A block with its pieces in their places. The input of a tool comes as the text of a JSON value. */
function assembled({ start, pieces, citations }: OpenBlock): JsonObject {
  const joined = Object.fromEntries([...pieces].map(([field, texts]) => [field, `${textIn(start, field) ?? ''}${texts.join('')}`]));
  const { partial_json: json, ...texts } = joined;
  const block = { ...start, ...texts, ...(citations.length > 0 && { citations }) };
  if (json === undefined || json === '') return block;
  try {
    return { ...block, input: JSON.parse(json) };
  } catch {
    return { ...block, input: json }; // it ended within the value
  }
}
