import type { JsonObject } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import { textIn } from '../mcp/fields.ts';
import type { AskedBlock } from './message-request.ts';
import { isResult, resultRecord } from './tool-records.ts';

/** What a request brought that no request before it did. */
export interface Asked {
  /** Results of calls, in order. */
  readonly results: readonly RecordInput[];
  /** What a person or a program asked for; absent where the request only brings results. */
  readonly prompt?: { readonly text: string; readonly origin: 'human' | 'machine' | 'command' };
  /** What the client told the model besides. */
  readonly context: readonly string[];
  /** Pictures and documents. */
  readonly attachments: readonly JsonObject[];
  /** The user stopped what was going on. */
  readonly wasInterrupted: boolean;
}

/** What clients tell the model in the name of the user. */
const CONTEXT = /^\s*(?:<system-reminder>|<local-command-|Base directory for this skill: |This session is being continued from a previous conversation|Caveat: )/;
/** What a client asks for itself: it shortens the conversation. */
const COMPACTING = /^\s*(?:CRITICAL: Respond with TEXT ONLY|Your task is to create a detailed summary of (?:the|this|our) conversation)/;
const INTERRUPTED = '[Request interrupted by user';

/** Sorts what is new in a request. */
export function askedIn(blocks: readonly AskedBlock[]): Asked {
  const results: RecordInput[] = [];
  const context: string[] = [];
  const texts: string[] = [];
  const attachments: JsonObject[] = [];
  let wasInterrupted = false;
  for (const { role, block, besideResults } of blocks) {
    const text = block['type'] === 'text' ? textIn(block, 'text') : undefined;
    if (isResult(block)) results.push(resultRecord(block));
    else if (text === undefined) attachments.push(block);
    else if (text.startsWith(INTERRUPTED)) wasInterrupted = true;
    else if (role !== 'user' || besideResults || CONTEXT.test(text)) context.push(text);
    else texts.push(text);
  }
  const text = texts.join('\n');
  return { results, context, attachments, wasInterrupted, ...(text.trim() !== '' && { prompt: { text, origin: originOf(text) } }) };
}

/** Whether a client asks for something that nobody asked it for: a summary to go on from. */
export function isCompacting(asked: Asked): boolean {
  return asked.prompt !== undefined && COMPACTING.test(asked.prompt.text);
}

function originOf(text: string): 'human' | 'machine' | 'command' {
  if (text.startsWith('<task-notification>')) return 'machine';
  return text.startsWith('<command-') ? 'command' : 'human';
}
