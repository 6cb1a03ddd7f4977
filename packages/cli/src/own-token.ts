import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createToken, type Token } from '@playhead/server';

const fileOf = (dir: string): string => join(dir, 'server.token');

/**
 * Makes the token by which whoever may read the data directory may use its server: commands find it there. A new one with every start.
 *
 * @returns The token, and how it goes away again.
 */
export function makeOwnToken(dir: string): { readonly token: Token; remove(): void } {
  const { secret, token } = createToken({ kind: 'admin', name: 'whoever owns the data directory' });
  const draft = `${fileOf(dir)}.${process.pid}`;
  writeFileSync(draft, `${secret}\n`, { mode: 0o600 });
  renameSync(draft, fileOf(dir));
  return {
    token,
    remove() {
      if (ownSecretOf(dir) === secret) rmSync(fileOf(dir), { force: true }); // else another server has started meanwhile
    },
  };
}

/** @returns undefined when no server runs. */
export function ownSecretOf(dir: string): string | undefined {
  try {
    return readFileSync(fileOf(dir), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The header that shows a token; none where there is none. */
export function bearer(secret: string | undefined): Record<string, string> {
  return secret === undefined ? {} : { authorization: `Bearer ${secret}` };
}
