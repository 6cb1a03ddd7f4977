import type { JsonObject } from '@playhead/protocol';
import type { HarnessEvidence } from '@playhead/recorder';
import type { Draft } from '../draft.ts';
import type { Fields } from '../fields.ts';
import type { ClaudeState } from '../state.ts';

/** What a converter of an event gets. */
export interface EventInput {
  readonly state: ClaudeState;
  readonly payload: JsonObject;
  /** The payload without its base fields; what is left unread becomes `extra`. */
  readonly fields: Fields;
  /** The payload's turn, else the current one. */
  readonly turn: string | undefined;
  readonly agent: string | undefined;
  readonly evidence: HarnessEvidence;
}

/** Turns a payload of one hook event into records. Pure. */
export type EventConverter = (input: EventInput) => readonly Draft[];

/** One record out of named fields and whatever else the payload holds. */
export function single(type: string, data: JsonObject, fields: Fields, place: Omit<Draft, 'type' | 'data'> = {}): readonly Draft[] {
  const extra = fields.rest();
  const known = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
  return [{ type, data: extra === undefined ? known : { ...known, extra }, ...place }];
}
