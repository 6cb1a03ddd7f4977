import { errorDescriptions, isJsonObject, PlayheadError, type ErrorCode } from '@playhead/protocol';

/** Characters that a message of a server may have. */
const MOST_CHARACTERS = 1000;

/** What a status means where the answer is not one of Playhead's, such as that of a proxy. */
function codeOfStatus(status: number): ErrorCode {
  switch (status) {
    case 401: return 'unauthorized';
    case 403: return 'forbidden';
    case 404: return 'not_found';
    case 409: return 'conflict';
    case 413: return 'payload_too_large';
    case 429: return 'too_many_requests';
    case 507: return 'storage_full';
    default: return status >= 500 || status === 408 ? 'storage_unavailable' : 'usage';
  }
}

/** The server answered that it did not do what was asked. */
export function refusal(status: number, body: string, what: string, token: string | undefined): PlayheadError {
  const cause = new Error(`HTTP ${status} to ${what}`);
  const { code, message } = parsed(body);
  if (code !== undefined && message !== undefined) {
    // The server's own storage is closed, or its guard is; this one is open.
    return new PlayheadError(code === 'storage_closed' || code === 'server_unavailable' ? 'storage_unavailable' : code, withoutToken(message, token), { cause });
  }
  return new PlayheadError(codeOfStatus(status), `The server answered ${status} to ${what}, so nothing is known to be done. Check that the address is a Playhead server's, and what stands between.`, { cause });
}

/** No answer came. */
export function unreachable(origin: string, what: string, cause: unknown): PlayheadError {
  return new PlayheadError('storage_unavailable', `The server at ${origin} did not answer ${what}, so it is not known to be done. Check that it runs and can be reached; the call may be repeated.`, { cause });
}

/** An answer came that no Playhead server gives. */
export function unreadable(what: string): PlayheadError {
  return new PlayheadError('storage_unavailable', `The answer to ${what} is not one that a Playhead server gives. Check the address, and what stands between.`, { cause: new Error('unreadable answer') });
}

/** An error that came within a stream of events. */
export function streamFailure(data: string, token: string | undefined): PlayheadError {
  const { code = 'storage_unavailable', message = 'The server could not read the log on. Read again from the last cursor.' } = parsed(data);
  return new PlayheadError(code === 'storage_closed' ? 'storage_unavailable' : code, withoutToken(message, token), { cause: new Error('error within the log') });
}

function parsed(body: string): { code?: ErrorCode; message?: string } {
  try {
    const value: unknown = JSON.parse(body);
    if (!isJsonObject(value)) return {};
    const { code, message } = value;
    if (typeof code !== 'string' || typeof message !== 'string' || !Object.hasOwn(errorDescriptions, code)) return {};
    return { code: code as ErrorCode, message }; // a key of the table
  } catch {
    return {};
  }
}

/** A message of the server for people: bounded, without control characters, and without the token whatever the server says. */
function withoutToken(message: string, token: string | undefined): string {
  const text = (token === undefined ? message : message.replaceAll(token, '[token]')).slice(0, MOST_CHARACTERS);
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}
