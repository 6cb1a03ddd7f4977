import type { JsonObject, JsonValue } from '@playhead/protocol';

/** By which a client knows that a message was refused on its way. */
const REFUSED = -32_011;
/** By which it knows that the message could not be recorded. */
const NOT_RECORDED = -32_012;
const UNCLEAR = -32_700;

/** The answer to a message that a policy refused: of a call of a tool a result, which the model reads; of anything else an error of the protocol. */
export function refusal({ id, method }: { readonly id: JsonValue; readonly method: string }, message: string, rule?: string): JsonObject {
  const said = rule === undefined ? {} : { rule };
  if (method === 'tools/call') return { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: message }], isError: true, _meta: { 'playhead/refused': said } } };
  return { jsonrpc: '2.0', id, error: { code: REFUSED, message, data: said } };
}

/** The answer to a line of which nobody can say what it means. */
export function unclearAnswer(reason: string): JsonObject {
  return { jsonrpc: '2.0', id: null, error: { code: UNCLEAR, message: `This was not handed on: ${reason}.` } };
}

/**
 * The answer to a message that was not handed on because it could not be recorded first.
 *
 * @param reason - What it is that is beyond what is recorded. Default: nothing, the recorder could not.
 */
export function notRecordedAnswer(id: JsonValue, reason?: string): JsonObject {
  return { jsonrpc: '2.0', id, error: { code: NOT_RECORDED, message: `This was not handed on: ${reason === undefined ? '' : `${reason}, so `}it could not be recorded, and this connection hands on nothing else.` } };
}
