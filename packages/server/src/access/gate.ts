import { isPlayheadError, PlayheadError } from '@playhead/protocol';
import type { RequestContext } from '../http/context.ts';
import type { RouteAccess } from '../routes/route.ts';
import { checkGrant, grantOf, isLocal, isValid, type AccessOptions, type Grant } from './grant.ts';
import { createLiveStreams } from './live-streams.ts';
import { createRateLimit, senderAt, type RateLimit } from './rate-limit.ts';

/** Decides who may do what, and how much of it. Every request goes through it once. */
export interface Gate {
  /**
   * Lets a request in.
   *
   * @returns What its sender may do; undefined for what is public.
   * @throws PlayheadError `unauthorized`, `forbidden`, `too_many_requests`.
   */
  admit(request: Request, connection: RequestContext, access: RouteAccess): Grant | undefined;
  /**
   * Lets an answer out, for as long as its sender may read it.
   *
   * @throws PlayheadError `unauthorized` when the token was revoked meanwhile, `too_many_requests` for one live stream too many.
   */
  pass(response: Response, grant: Grant | undefined): Response;
}

/** An address may be turned away so often; then it hears 429. */
const REFUSALS_PER_SECOND = 10;
const REFUSALS_AT_ONCE = 100;

/**
 * Makes the gate of a handler. Programs of this machine are not counted: they could as well write to the disk.
 *
 * @param access - Undefined where a host mounts the handler and looks after access itself.
 */
export function createGate(access: AccessOptions | undefined): Gate {
  const { requestsPerSecond = 500, burst = 2000, streams: most = 1000 } = access?.limits ?? {};
  const rate = createRateLimit({ requestsPerSecond, burst });
  const refused = createRateLimit({ requestsPerSecond: Math.min(REFUSALS_PER_SECOND, requestsPerSecond), burst: Math.min(REFUSALS_AT_ONCE, burst) });
  const streams = createLiveStreams({ most });

  function count(sender: string, limit: RateLimit = rate): void {
    const seconds = limit.take(sender);
    if (seconds > 0) throw tooMany(`Too much was asked at once, so this was not done. Ask again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`, seconds);
  }

  return {
    admit(request, connection, wanted) {
      if (wanted === 'public') {
        if (connection.remoteAddress !== undefined && !isLocal(request, connection)) count(senderAt(connection.remoteAddress));
        return undefined;
      }
      try {
        const grant = grantOf(request, connection, access);
        if (grant.token) count(`token ${grant.token.id}`);
        checkGrant(grant, wanted);
        return grant;
      } catch (error) {
        // Only who is turned away is counted by address: guessing stops, and nobody with a token pays for a neighbour who guesses.
        if (isPlayheadError(error, 'unauthorized')) count(senderAt(connection.remoteAddress), refused);
        throw error;
      }
    },
    pass(response, grant) {
      if (!access || !grant?.token) return response;
      if (!isValid(grant, access)) {
        void response.body?.cancel();
        throw new PlayheadError('unauthorized', 'This token was revoked or expired while its request was answered. Make a new one with "playhead token create".');
      }
      const passed = streams.watch(response, grant.token.id, () => isStillValid(grant, access));
      if (passed) return passed;
      throw tooMany(`${most} live streams are open with this token, so no other one was begun. Close one, or use another token.`, 5);
    },
  };
}

/** What cannot be looked up is shut: it may have been revoked. */
function isStillValid(grant: Grant, access: AccessOptions): boolean {
  try {
    return isValid(grant, access);
  } catch {
    return false;
  }
}

function tooMany(message: string, retryAfter: number): PlayheadError {
  return new PlayheadError('too_many_requests', message, { cause: { retryAfter } });
}
