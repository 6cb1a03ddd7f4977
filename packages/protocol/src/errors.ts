/**
 * Every way in which Playhead can refuse or fail. `docs/errors.md` explains each.
 *
 * A code is a promise: hosts branch on it, it crosses HTTP as `{ code, message }`.
 */
export type ErrorCode =
  | 'aborted'
  | 'blob_not_found'
  | 'conflict'
  | 'forbidden'
  | 'internal'
  | 'invalid_event'
  | 'invalid_payload'
  | 'invalid_session'
  | 'invalid_settings'
  | 'not_a_recording'
  | 'not_found'
  | 'payload_too_large'
  | 'port_in_use'
  | 'server_unavailable'
  | 'session_dropped'
  | 'session_not_found'
  | 'storage_closed'
  | 'storage_full'
  | 'storage_unavailable'
  | 'too_many_requests'
  | 'unauthorized'
  | 'unsupported_version'
  | 'usage';

/** What a caller needs to know about a code without parsing the message. */
export interface ErrorDescription {
  /** One sentence for documentation and tooltips. */
  readonly summary: string;
  /** Whether the same call can succeed later without a change by the caller. */
  readonly retryable: boolean;
  /** The HTTP status that carries this code. */
  readonly status: number;
}

/** The documented meaning of each {@link ErrorCode}. */
export const errorDescriptions: Readonly<Record<ErrorCode, ErrorDescription>> = {
  aborted: { summary: 'The caller cancelled the operation.', retryable: true, status: 499 },
  blob_not_found: { summary: 'The recording names a value that the storage does not hold.', retryable: false, status: 404 },
  conflict: { summary: 'Something else is already stored in this place.', retryable: false, status: 409 },
  forbidden: { summary: 'The server refuses this host, origin or token.', retryable: false, status: 403 },
  internal: { summary: 'Playhead itself has a fault.', retryable: false, status: 500 },
  invalid_event: { summary: 'An event does not fit its type.', retryable: false, status: 400 },
  invalid_payload: { summary: 'A request or hook payload is not what the receiver can read.', retryable: false, status: 400 },
  invalid_session: { summary: 'A session id or the start of a session is malformed.', retryable: false, status: 400 },
  invalid_settings: { summary: 'A settings file cannot be read or merged.', retryable: false, status: 400 },
  not_a_recording: { summary: 'A file or an answer holds no record of a session.', retryable: false, status: 415 },
  not_found: { summary: 'The server has nothing under this address.', retryable: false, status: 404 },
  payload_too_large: { summary: 'A request is larger than the receiver accepts.', retryable: false, status: 413 },
  port_in_use: { summary: 'Another program listens on the wanted port.', retryable: true, status: 503 },
  server_unavailable: { summary: 'No Playhead server answers.', retryable: true, status: 503 },
  session_dropped: { summary: 'The content of the session was removed for good, and nothing is added to it.', retryable: false, status: 409 },
  session_not_found: { summary: 'The storage has no session under this id.', retryable: false, status: 404 },
  storage_closed: { summary: 'The storage was closed before the call.', retryable: false, status: 503 },
  storage_full: { summary: 'The storage has no room left.', retryable: true, status: 507 },
  storage_unavailable: { summary: 'The storage cannot be reached or written.', retryable: true, status: 503 },
  too_many_requests: { summary: 'The server was asked too often.', retryable: true, status: 429 },
  unauthorized: { summary: 'The server needs a token, and was given none that it knows.', retryable: false, status: 401 },
  unsupported_version: { summary: 'The recording is of a format this version cannot read.', retryable: false, status: 415 },
  usage: { summary: 'A command or function was called in a way it does not support.', retryable: false, status: 400 },
};

/** The codes that {@link errorDescriptions} calls retryable. Apart from it, so that a page that only throws does not load the texts. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['aborted', 'port_in_use', 'server_unavailable', 'storage_full', 'storage_unavailable', 'too_many_requests']);

const brand = Symbol.for('playhead.error');

/**
 * The one error class of Playhead. Test for it with {@link isPlayheadError}, which also
 * recognises errors of a second copy of this package.
 *
 * @example
 * ```ts
 * throw new PlayheadError('session_not_found', 'There is no session a1 in this storage. List the sessions to see which exist.');
 * ```
 */
export class PlayheadError extends Error {
  /** Which failure this is. */
  readonly code: ErrorCode;
  /** Whether the same call can succeed later without a change by the caller. */
  readonly retryable: boolean;

  /**
   * @param code - Which failure this is.
   * @param message - What happened, what follows, what to do. Never a secret or a payload.
   * @param options.cause - The error underneath, when there is one.
   */
  constructor(code: ErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'PlayheadError';
    this.code = code;
    this.retryable = RETRYABLE.has(code);
    Object.defineProperty(this, brand, { value: true });
  }
}

/**
 * Whether a value is a {@link PlayheadError}, of a given code if one is named.
 *
 * @example
 * ```ts
 * if (isPlayheadError(error, 'storage_full')) await askForRoom();
 * ```
 */
export function isPlayheadError(value: unknown, code?: ErrorCode): value is PlayheadError {
  if (typeof value !== 'object' || value === null || !(brand in value)) return false;
  return code === undefined || ('code' in value && value.code === code);
}
