import { createHash } from 'node:crypto';
import { defaultLimits, isJsonObject, limitFault, type JsonObject, type JsonValue } from '@playhead/protocol';
import { notRecordedAnswer } from '../gate/gate-answers.ts';
import type { StoppedMessage } from '../gate/message-gate.ts';
import { messagesIn } from './holds.ts';

/** Requests of which a recording would keep no more than their length. */
export interface UnkeptRequests {
  readonly stopped: readonly StoppedMessage[];
  readonly answers: readonly JsonObject[];
}

/** A record of a request has one level around it that the request has not. */
const DEEPEST = defaultLimits.depth - 1;
/** What a record says beside the request is far less. */
const OWN_KEYS = 100;
const OWN_BYTES = 1024 * 1024;
/** Numbers may be longer in a record than they were sent: so long a message is none too long, whatever is in it. */
const SHORT_BYTES = 4 * 1024 * 1024;
/** Longer texts are kept beside the record. */
const LARGE_TEXT = 32 * 1024;

/**
 * Finds what was asked in a line or a body and is beyond the limits of a record. Mode `strict` must not hand it on: the recording would not say what was asked.
 *
 * @returns undefined where everything that is asked can be kept.
 */
export function unkeptRequests(bytes: Uint8Array): UnkeptRequests | undefined {
  const requests = messagesIn(bytes).filter(({ method }) => typeof method === 'string');
  const faults = requests.map((message) => faultOf(message, bytes.length));
  const reason = faults.find((fault) => fault !== undefined);
  if (reason === undefined) return undefined;
  return {
    stopped: requests.map((message) => ({ ...namesOf(message), message: `Not handed on: ${reason}, and this connection hands on nothing that is not recorded.` })),
    answers: requests.flatMap(({ id }) => (id === undefined ? [] : [notRecordedAnswer(isPlain(id) ? id : null, reason)])),
  };
}

/** What is recorded of bytes that are not kept. */
export interface WholeLength {
  readonly bytes: number;
  readonly digest: string;
}

/** Takes the length and hash of bytes. */
export function lengthOf(bytes: Uint8Array): WholeLength {
  return { bytes: bytes.length, digest: `sha256-${createHash('sha256').update(bytes).digest('hex')}` };
}

function faultOf(message: JsonObject, length: number): string | undefined {
  const fault = limitFault(message, { depth: DEEPEST, keys: defaultLimits.keys - OWN_KEYS });
  if (fault === 'depth') return `it is nested deeper than ${DEEPEST} levels`;
  if (fault === 'keys') return `it has more than ${defaultLimits.keys - OWN_KEYS} keys and items`;
  return length > SHORT_BYTES && sizeBesideTexts(message) > defaultLimits.eventBytes - OWN_BYTES ? 'what it says beside long texts is longer than a record' : undefined;
}

/** What has to stand in the record itself. The arguments of a call need not, whatever they are. */
function sizeBesideTexts({ method, params }: JsonObject): number {
  const rest = method === 'tools/call' && isJsonObject(params) ? { ...params, arguments: undefined } : params;
  const json = JSON.stringify(rest, (_, value: unknown) => (typeof value === 'string' && value.length > LARGE_TEXT ? '' : value)) as string | undefined; // of nothing it is nothing
  return Buffer.byteLength(json ?? '');
}

function namesOf({ id, method, params }: JsonObject): Omit<StoppedMessage, 'message'> {
  const tool = method === 'tools/call' && isJsonObject(params) ? params['name'] : undefined;
  return { ...(id !== undefined && isPlain(id) && { id }), ...(typeof method === 'string' && { method: short(method) }), ...(typeof tool === 'string' && { tool: short(tool) }) };
}

function isPlain(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null;
}

function short(text: string): string {
  return text.slice(0, 512);
}
