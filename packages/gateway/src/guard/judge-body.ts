import type { IncomingHttpHeaders } from 'node:http';
import { isJsonObject } from '@playhead/protocol';
import { unclearAnswer } from '../gate/gate-answers.ts';
import type { GateVerdict, MessageGate } from '../gate/message-gate.ts';
import { mayBeRequest } from '../gate/read-for-gate.ts';
import { messagesIn } from './holds.ts';

/** A body of a request, unpacked. */
export interface RequestBody {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
  /** Whether messages of the protocol are sent there. */
  readonly isEndpoint: boolean;
}

const PASS: GateVerdict = { kind: 'pass' };
/** What forms consist of; no message does. */
const FORM = /^[\w.%+*&=~-]*$/;

/**
 * What becomes of a body. A message goes nowhere where it is not read as one: it must say that it is JSON, and be so at any address. What is none passes, unless messages are sent there.
 *
 * @param gate - Absent: everything that is recorded may pass.
 */
export function judgeBody(gate: MessageGate | undefined, { body, headers, isEndpoint }: RequestBody): GateVerdict {
  if (body.every((byte) => byte <= 32)) return PASS;
  const isNoMessage = !isEndpoint && passesElsewhere(body);
  if (!isJson(headers['content-type'])) return isNoMessage ? PASS : unclear('its type is not application/json in UTF-8');
  const mismatch = isNoMessage ? undefined : mismatchOf(body, headers);
  if (mismatch !== undefined) return unclear(mismatch);
  const verdict = gate?.judge('to_server', body) ?? PASS;
  const isUnclear = verdict.kind === 'refuse' && verdict.stopped.every(({ method }) => method === undefined);
  return isUnclear && isNoMessage ? PASS : verdict;
}

/** Whether nobody could read a request in it: such as a form, or what registers a client. */
function passesElsewhere(body: Buffer): boolean {
  const text = body.toString('latin1');
  if (FORM.test(text)) return true;
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
    return !mayBeRequest(body);
  } catch {
    return false;
  }
}

/** Servers may go by headers, in place of the body. */
function mismatchOf(body: Buffer, headers: IncomingHttpHeaders): string | undefined {
  const [method, name] = [headers['mcp-method'], headers['mcp-name']].map((value) => (typeof value === 'string' ? decoded(value) : undefined));
  const [message, ...others] = messagesIn(body);
  if (method === undefined && name === undefined) return undefined;
  if (!message || others.length > 0) return 'its headers name one message, and it is another number of them';
  const named = isJsonObject(message['params']) ? message['params']['name'] : undefined;
  if (method !== undefined && method !== message['method']) return 'the header Mcp-Method names another method';
  return name !== undefined && message['method'] === 'tools/call' && name !== named ? 'the header Mcp-Name names another tool' : undefined;
}

/** What is no plain text in a header is wrapped. */
function decoded(value: string): string {
  const [, packed] = /^=\?base64\?([\w+/=]*)\?=$/.exec(value) ?? [];
  return packed === undefined ? value : Buffer.from(packed, 'base64').toString();
}

/** Whether it is JSON as everybody reads it. */
export function isJson(type: string | undefined): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type ?? '') && !/;\s*charset\s*=\s*(?!"?utf-?8"?\s*(?:;|$))/i.test(type ?? '');
}

function unclear(reason: string): GateVerdict {
  return { kind: 'refuse', stopped: [{ message: `Not handed on: ${reason}.` }], answers: [unclearAnswer(reason)] };
}
