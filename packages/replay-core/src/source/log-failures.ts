import { type ErrorCode, errorDescriptions, isJsonObject, type JsonValue, PlayheadError } from '@playhead/protocol';
import { readJson } from './log-format.ts';

/** Nobody answers. */
export function unreachable(cause: unknown): never {
  throw new PlayheadError('server_unavailable', 'The Playhead server does not answer, so the replay cannot go on. Start the server, or check the address.', { cause });
}

/** The server does not hold a large value. */
export function missingBlob(): PlayheadError {
  return new PlayheadError('blob_not_found', 'The server does not hold this value, so only its beginning can be shown. Check that the recording was copied with its blobs.');
}

/** What a server says when it refuses, as an error. */
export async function refusal(response: Response): Promise<PlayheadError> {
  const body = readJson(await response.text().catch(() => ''));
  const { status } = response;
  const code = status === 404 ? 'session_not_found' : status === 401 || status === 403 ? 'forbidden' : status < 500 && status !== 429 ? 'not_found' : 'server_unavailable';
  return toldError(body, code, `The server answered ${status}, so the replay cannot be read. Check the address.`);
}

/** The error that `{ code, message }` tells, as far as it does. */
export function toldError(body: JsonValue | undefined, code: ErrorCode, message: string): PlayheadError {
  const told = isJsonObject(body) ? body : {};
  const known = typeof told['code'] === 'string' && Object.hasOwn(errorDescriptions, told['code']);
  return new PlayheadError(known ? (told['code'] as ErrorCode) : code, typeof told['message'] === 'string' ? told['message'] : message); // checked on the line above
}
