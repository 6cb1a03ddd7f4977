import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, isUuid, PlayheadError } from '@playhead/protocol';
import { createToken } from '../access/create-token.ts';
import { DEFAULT_WORKSPACE, isWorkspaceName, TOKEN_KINDS, type Token } from '../access/token.ts';
import type { CreatedToken, TokenOptions, TokenStore } from '../access/token-store.ts';

/** The tokens of a data directory. */
export interface TokenDirectory extends TokenStore {
  /**
   * Makes a token.
   *
   * @throws PlayheadError `usage` for a workspace name that is none, or a session id that is no uuid; `storage_unavailable` where it cannot be kept.
   */
  create(options: TokenOptions): CreatedToken;
  /**
   * Takes a token out of use: servers that run refuse it within a second.
   *
   * @param id - Its id.
   * @returns Whether there was one.
   */
  revoke(id: string): boolean;
  used(id: string): void;
}

/** For so long what was read of the directory counts, in milliseconds. */
const FRESH_MS = 250;
/** So often a use is noted, in milliseconds. */
const USE_MS = 60_000;
const NAME = /^([0-9a-f]{12})\.json$/;

/**
 * Keeps tokens in a data directory, one file each, for its owner only. A file is never changed: to make a token is to add one, to
 * revoke it is to remove it, and the last use is its time. So any number of processes may do it at once, and none can bring back
 * what another one revoked.
 *
 * @param dir - The data directory.
 *
 * @example
 * ```ts
 * const tokens = tokenDirectory(dir);
 * const { secret } = tokens.create({ kind: 'ingest', name: 'build machine' });
 * const handler = createHandler({ storage, access: { tokens } });
 * ```
 */
export function tokenDirectory(dir: string): TokenDirectory {
  const folder = join(dir, 'tokens');
  const known = new Map<string, Token>();
  const uses = new Map<string, number>();
  let read = -Infinity;
  let tokens: readonly Token[] = [];

  function refresh(): void {
    const ids = namesIn(folder).flatMap((name) => NAME.exec(name)?.[1] ?? []);
    for (const id of known.keys()) if (!ids.includes(id)) known.delete(id);
    for (const id of ids) {
      const token = known.get(id) ?? readToken(folder, id);
      if (token) known.set(id, token);
    }
    tokens = [...known.values()];
    read = performance.now();
  }

  return {
    list() {
      if (performance.now() - read > FRESH_MS) refresh();
      return tokens;
    },
    used(id) {
      const now = Date.now();
      if (now - (uses.get(id) ?? 0) < USE_MS) return;
      uses.set(id, now);
      try {
        utimesSync(join(folder, `${id}.json`), now / 1000, now / 1000);
      } catch {
        uses.delete(id); // revoked meanwhile, or a directory that may not be written: the token is as good as before
      }
    },
    create(options) {
      const created = createToken(options);
      writeToken(folder, created.token);
      read = -Infinity;
      return created;
    },
    revoke(id) {
      read = -Infinity;
      try {
        if (!NAME.test(`${id}.json`)) return false;
        unlinkSync(join(folder, `${id}.json`));
        return true;
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return false;
        throw unavailable(folder, error);
      }
    },
  };
}

/** @throws PlayheadError where there is a directory that cannot be read: an empty list would open a server that has tokens. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw unavailable(folder, error);
  }
}

/**
 * Reads a token. A file that cannot be read or is none still counts as one, that fits no secret: a server with tokens must not
 * become one without.
 *
 * @returns undefined for a file that went away.
 */
function readToken(folder: string, id: string): Token | undefined {
  const path = join(folder, `${id}.json`);
  try {
    return { id, ...tokenOf(JSON.parse(readFileSync(path, 'utf8'))), ...lastUse(path) };
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? undefined : { id, ...UNREADABLE };
  }
}

const UNREADABLE: Omit<Token, 'id'> = { kind: 'ingest', workspace: DEFAULT_WORKSPACE, name: 'cannot be read', hash: '', createdAt: 0, expiresAt: 0 };

function tokenOf(value: unknown): Omit<Token, 'id'> {
  if (!isJsonObject(value)) return UNREADABLE;
  const { workspace, name, hash, createdAt, expiresAt, sessionId } = value;
  const kind = TOKEN_KINDS.find((one) => one === value['kind']);
  if (!kind || typeof workspace !== 'string' || !isWorkspaceName(workspace) || typeof name !== 'string' || typeof hash !== 'string' || typeof createdAt !== 'number') return UNREADABLE;
  if (expiresAt !== undefined && typeof expiresAt !== 'number') return UNREADABLE;
  if (sessionId !== undefined && (typeof sessionId !== 'string' || !isUuid(sessionId))) return UNREADABLE; // and not one for all sessions
  return { kind, workspace, name, hash, createdAt, ...(expiresAt !== undefined && { expiresAt }), ...(sessionId !== undefined && { sessionId }) };
}

/** A file that was never used has the beginning of time. */
function lastUse(path: string): Pick<Token, 'lastUsedAt'> {
  const { mtimeMs } = statSync(path);
  return mtimeMs > 0 ? { lastUsedAt: Math.round(mtimeMs) * 1000 } : {};
}

function writeToken(folder: string, { id, ...kept }: Token): void {
  const path = join(folder, `${id}.json`);
  try {
    makeFolder(folder);
    try {
      writeFileSync(`${path}.tmp`, `${JSON.stringify({ schemaVersion: 1, ...kept })}\n`, { mode: 0o600, flag: 'wx' });
      utimesSync(`${path}.tmp`, 0, 0);
      renameSync(`${path}.tmp`, path);
    } finally {
      rmSync(`${path}.tmp`, { force: true });
    }
  } catch (error) {
    throw unavailable(folder, error);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    chmodSync(folder, 0o700);
  }
}

function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function unavailable(folder: string, cause: unknown): PlayheadError {
  return new PlayheadError('storage_unavailable', `The tokens in ${folder} cannot be read or written (${errnoOf(cause) ?? 'unknown'}). Check who owns the directory.`, { cause });
}
