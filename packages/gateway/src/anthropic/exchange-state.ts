import type { JsonObject } from '@playhead/protocol';
import type { RequestHead, ResponseHead } from '../http/exchange.ts';
import type { EventReader } from '../http/read-events.ts';
import { createAnswer, type Answer } from './answer.ts';
import type { MessageRequest } from './message-request.ts';
import { AGENT_HEADER, SESSION_HEADER } from './model-headers.ts';

/** A request and what came back, while it goes on. */
export interface OpenExchange {
  readonly head: RequestHead;
  readonly path: string;
  /** Whether the model is asked something: of anything else no body is looked at. */
  readonly isMessages: boolean;
  /** When the request began: integer microseconds since the Unix epoch. */
  readonly at: number;
  readonly asked: BodyText;
  readonly answered: BodyText;
  readonly answer: Answer;
  /** How many bytes of it are kept until it is over. */
  held: number;
  /** The blocks of the answer so far. */
  readonly said: JsonObject[];
  session: string | undefined;
  agent: string | undefined;
  request?: MessageRequest;
  /** When all of it was sent. */
  askedAt?: number;
  response?: ResponseHead;
  events?: EventReader;
  /** A part of the answer could not be had. */
  missing?: string;
  /** It only serves the client, which asked it for itself. */
  isAside: boolean;
  /** What it asked for is a summary to go on from. */
  compacts: boolean;
}

/** A body that is read once it is complete. */
export interface BodyText {
  add(bytes: Uint8Array): void;
  /** The text; undefined for one that was too long or has gaps. It is forgotten. */
  take(): string | undefined;
  /** Says that a part is missing. */
  spoil(): void;
  readonly bytes: number;
}

/** The longest body that is read: the service itself takes no more. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Makes an empty body. */
export function createBodyText(most: number = MOST_BYTES): BodyText {
  let parts: Buffer[] = [];
  let bytes = 0;
  let isSpoiled = false;
  return {
    get bytes() { return bytes; },
    add(piece) {
      bytes += piece.length;
      if (bytes > most) isSpoiled = true;
      if (isSpoiled) parts = [];
      else parts.push(Buffer.from(piece)); // who handed it over may use its room again
    },
    take() {
      const text = isSpoiled ? undefined : Buffer.concat(parts).toString();
      parts = [];
      return text;
    },
    spoil() {
      isSpoiled = true;
      parts = [];
    },
  };
}

/** Opens an exchange. */
export function openExchange(head: RequestHead, at: number): OpenExchange {
  const path = head.target.split('?', 1)[0] ?? '';
  return {
    head, path, at, isMessages: head.method === 'POST' && path.endsWith('/v1/messages'),
    asked: createBodyText(), answered: createBodyText(), answer: createAnswer(), held: 0, said: [], isAside: false, compacts: false,
    session: idIn(head.headers[SESSION_HEADER]), agent: idIn(head.headers[AGENT_HEADER]),
  };
}

/** What a client calls something: a plain word, or nobody goes by it. */
export function idIn(value: string | undefined): string | undefined {
  return value !== undefined && /^[\w-]{1,128}$/.test(value) ? value : undefined;
}
