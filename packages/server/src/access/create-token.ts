import { bytesToHex } from '@noble/hashes/utils.js';
import { PlayheadError } from '@playhead/protocol';
import { createSecret, DEFAULT_WORKSPACE, hashOf, isWorkspaceName } from './token.ts';
import type { CreatedToken, TokenOptions } from './token-store.ts';

/** The longest name of a token, in characters. */
const LONGEST_NAME = 100;

/**
 * Makes a token, which is in use once a {@link TokenStore} lists it.
 *
 * @throws PlayheadError `usage` for a workspace name that is none.
 *
 * @example
 * ```ts
 * const { secret, token } = createToken({ kind: 'read', name: 'dashboard' });
 * const handler = createHandler({ storage, access: { tokens: { list: () => [token] } } });
 * ```
 */
export function createToken({ kind, workspace = DEFAULT_WORKSPACE, name = kind, expiresAt }: TokenOptions): CreatedToken {
  if (!isWorkspaceName(workspace)) throw new PlayheadError('usage', `"${workspace.slice(0, 64)}" cannot name a workspace, so no token was made. Use lower-case letters, digits and hyphens.`);
  const secret = createSecret(kind);
  const id = bytesToHex(globalThis.crypto.getRandomValues(new Uint8Array(6)));
  return { secret, token: { id, kind, workspace, name: name.slice(0, LONGEST_NAME), hash: hashOf(secret), createdAt: Date.now() * 1000, ...(expiresAt !== undefined && { expiresAt }) } };
}
