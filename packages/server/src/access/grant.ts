import { PlayheadError } from '@playhead/protocol';
import type { RequestContext } from '../http/context.ts';
import { isLoopback, isLocalHost } from '../http/guard.ts';
import type { RouteAccess } from '../routes/route.ts';
import type { AccessLimits } from './rate-limit.ts';
import { DEFAULT_WORKSPACE, hashOf, isSecret, type Token, type TokenKind } from './token.ts';
import type { TokenStore } from './token-store.ts';

/** Who may use a server. */
export interface AccessOptions {
  /** The tokens it knows. */
  readonly tokens: TokenStore;
  /** A token of whoever owns the server, such as one in a file that only they can read. It is not one of those that were made. */
  readonly ownToken?: Token;
  /** Whether programs of this machine need a token too, also to record. Default false. */
  readonly requireToken?: boolean;
  /** How much each token, and each address without one, may ask. */
  readonly limits?: AccessLimits;
}

/** What the sender of a request may do. */
export interface Grant {
  readonly kind: TokenKind;
  readonly workspace: string;
  /** The token it comes from. Absent for a program of this machine without one. */
  readonly token?: Token;
}

/** Headers by which a proxy says that it passes on the request of somebody else. */
const FORWARDING = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip'];

/**
 * Says what the sender of a request may do.
 *
 * Who shows a token has what it grants. A program of this machine needs none: where no token was made it may do everything, as
 * long as there is nobody else; where one was made it may record, and needs a token for everything else.
 *
 * @param access - Undefined where a host mounts the handler and looks after access itself.
 * @throws PlayheadError `unauthorized` when it may do nothing.
 */
export function grantOf(request: Request, connection: RequestContext, access: AccessOptions | undefined): Grant {
  const header = request.headers.get('authorization') ?? tokenOfHook(request);
  if (header !== null && access) return grantOfToken(header, access);
  const local: Grant = { kind: 'admin', workspace: DEFAULT_WORKSPACE };
  if (!access && connection.remoteAddress === undefined) return local;
  if (!isLocal(request, connection) || access?.requireToken === true) throw refusal('This needs a token. Make one with "playhead token create", and send it as "Authorization: Bearer <token>".');
  return access && access.tokens.list().length > 0 ? { ...local, kind: 'ingest' } : local;
}

/**
 * Whether a grant reaches so far.
 *
 * @throws PlayheadError `forbidden`, or `unauthorized` for a program of this machine that shows no token.
 */
export function checkGrant({ kind, token }: Grant, access: RouteAccess): void {
  if (access === 'public' || kind === 'admin' || kind === access) return;
  if (!token) throw refusal('Tokens were made for this server, so that reading needs one. Open the page with "playhead ui", or make a token with "playhead token create" and send it as "Authorization: Bearer <token>".');
  throw new PlayheadError('forbidden', `A token of the kind ${kind} may not do this; it needs ${access === 'admin' ? 'one of the kind admin' : `one of the kind ${access} or admin`}. Ask whoever runs the server for one.`);
}

/** Whether a grant still counts: its token was not revoked and has not expired. */
export function isValid({ token }: Grant, { tokens, ownToken }: AccessOptions): boolean {
  return !token || (!isExpired(token) && (token.id === ownToken?.id || tokens.list().some(({ id }) => id === token.id)));
}

function grantOfToken(header: string, { tokens, ownToken }: AccessOptions): Grant {
  const secret = /^bearer +(\S+) *$/i.exec(header)?.[1] ?? '';
  if (!isSecret(secret)) throw refusal('What was sent as a token is none: it is mistyped or cut. Copy it again, whole, behind "Bearer ".');
  const hash = hashOf(secret);
  let found: Token | undefined;
  for (const token of ownToken ? [ownToken, ...tokens.list()] : tokens.list()) if (isEqual(token.hash, hash)) found = token;
  if (!found) throw refusal('This token is not known here: it was revoked, or belongs to another server. Make a new one with "playhead token create".');
  if (isExpired(found)) throw refusal('This token has expired. Make a new one with "playhead token create".');
  if (found !== ownToken) tokens.used?.(found.id);
  return { kind: found.kind, workspace: found.workspace, token: found };
}

function isExpired({ expiresAt }: Token): boolean {
  return expiresAt !== undefined && expiresAt <= Date.now() * 1000;
}

/** Takes as long whether texts differ at the beginning or at the end. */
function isEqual(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < other.length; index += 1) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}

/** Hooks cannot leave a header out: where the agent's environment has no token, theirs is empty and says nothing. */
function tokenOfHook(request: Request): string | null {
  const secret = request.headers.get('playhead-token');
  return secret ? `Bearer ${secret}` : null;
}

/** Whether a program of this machine asks. Behind a proxy on it every stranger comes from it: what a proxy passes on is not local. */
export function isLocal(request: Request, { remoteAddress }: RequestContext): boolean {
  return isLoopback(remoteAddress) && isLocalHost(request) && FORWARDING.every((name) => !request.headers.has(name));
}

function refusal(message: string): PlayheadError {
  return new PlayheadError('unauthorized', message);
}
