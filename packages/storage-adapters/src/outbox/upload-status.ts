import type { ErrorCode, PlayheadError } from '@playhead/protocol';

/** A session that the other storage does not take. */
export interface RefusedUpload {
  readonly sessionId: string;
  readonly code: ErrorCode;
  /** What happened, and what to do. */
  readonly message: string;
}

/** How far an outbox is, for people. */
export interface UploadStatus {
  /** How many sessions wait to be acknowledged, those that are refused included. */
  readonly waitingSessions: number;
  /** How many bytes of their logs, about. */
  readonly waitingBytes: number;
  /** When the other storage last took something: integer microseconds since the Unix epoch. */
  readonly lastAckAt?: number;
  /** The last failure, until the next acknowledgement. */
  readonly lastError?: { readonly code: ErrorCode; readonly message: string; readonly at: number };
  /** What is not tried again soon: at most 20 sessions. */
  readonly refused: readonly RefusedUpload[];
}

/** What to do where a storage refuses one session, by what it says. Other refusals speak for themselves. */
const ADVICE: Readonly<Partial<Record<string, string>>> = {
  forbidden: 'Give PLAYHEAD_TOKEN a token of that server that may do this; what was recorded is kept here.',
  session_dropped: 'It was made private there, so nothing more of it is sent; what was recorded is kept here.',
  conflict: 'There it has other text under the same numbers, as after it was redacted on one side only. Push it with an admin token, or delete it there and push it again.',
  payload_too_large: 'A line or value of it is larger than that server takes. Raise its limit, then push the session again.',
};

/** What a refusal means for one session. */
export function refusalOf(sessionId: string, { code, message }: PlayheadError): RefusedUpload {
  const advice = ADVICE[code];
  return { sessionId, code, message: `Session ${sessionId} was not sent: ${message}${advice === undefined ? '' : ` ${advice}`}` };
}
