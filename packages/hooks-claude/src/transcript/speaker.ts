import type { JsonObject, JsonValue } from '@playhead/protocol';
import type { HistoryRecord } from '@playhead/recorder';
import type { Draft } from '../draft.ts';
import type { AskedCall } from './tool-rows.ts';

/** Somebody who speaks in a transcript, the main agent or a subagent, and where reading stands with them. */
export interface Speaker {
  /** Absent for the main agent. */
  readonly agent: string | undefined;
  /** What the client noted of a subagent. */
  meta: JsonObject;
  /** The call that started a subagent. */
  parent: string | undefined;
  started: boolean;
  stopped: boolean;
  turn: string | undefined;
  cwd: string | undefined;
  /** When they last spoke. */
  at: number | undefined;
  /** What they said last, unless they did something after it. */
  answer: string | undefined;
  /** Whether the turn began with a slash command. */
  commandTurn: boolean;
  /** The user's last `!` command. */
  command: string | undefined;
  /** Tokens of the message whose rows are being read. */
  usage: { readonly message: string; readonly draft: Draft; readonly at: number; readonly uuid: string } | undefined;
  /** Calls without a result yet. */
  readonly calls: Map<string, AskedCall>;
  /** Loaded skills whose text is still to come, and what else is to be told of them then. */
  skills: HeldSkill[];
  /** Which subagent a row of an older client belongs to. */
  readonly sidechains: Map<string, string>;
}

/** A loaded skill that waits for its text. */
export interface HeldSkill {
  readonly id: string;
  readonly input: JsonValue | undefined;
  readonly payload: JsonObject;
  readonly uuid: string;
  readonly at: number;
  readonly ends: (() => readonly HistoryRecord[])[];
}

/** Somebody who has said nothing yet. */
export function createSpeaker(agent?: string): Speaker {
  return {
    agent, meta: {}, parent: undefined, started: false, stopped: false, turn: undefined, cwd: undefined, at: undefined, answer: undefined, commandTurn: false, command: undefined,
    usage: undefined, calls: new Map(), skills: [], sidechains: new Map(),
  };
}
