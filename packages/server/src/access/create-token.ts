import { bytesToHex } from '@noble/hashes/utils.js';
import { isUuid, PlayheadError } from '@playhead/protocol';
import { createSecret, DEFAULT_WORKSPACE, hashOf, isWorkspaceName } from './token.ts';
import type { CreatedToken, TokenOptions } from './token-store.ts';

/** The longest name of a token, in characters. */
const LONGEST_NAME = 100;

/**
 * Makes a token, which is in use once a {@link TokenStore} lists it.
 *
 * @throws PlayheadError `usage` for a workspace name that is none, or a session id that is no uuid.
 *
 * @example
 * ```ts
 * const { secret, token } = createToken({ kind: 'read', name: 'dashboard' });
 * const handler = createHandler({ storage, access: { tokens: { list: () => [token] } } });
 * ```
 */
export function createToken({ kind, workspace = DEFAULT_WORKSPACE, name = kind, expiresAt, sessionId }: TokenOptions): CreatedToken {
  if (!isWorkspaceName(workspace)) throw new PlayheadError('usage', `"${workspace.slice(0, 64)}" cannot name a workspace, so no token was made. Use lower-case letters, digits and hyphens.`);
  if (sessionId !== undefined && !isUuid(sessionId)) throw new PlayheadError('usage', 'A token can be for one session, which is named by its id, a uuid in lower case. What was given is none, so no token was made. See the ids with playhead sessions list.');
  const secret = createSecret(kind);
  const id = bytesToHex(globalThis.crypto.getRandomValues(new Uint8Array(6)));
  return { secret, token: { id, kind, workspace, name: name.slice(0, LONGEST_NAME), hash: hashOf(secret), createdAt: Date.now() * 1000, ...(expiresAt !== undefined && { expiresAt }), ...(sessionId !== undefined && { sessionId }) } };
}
