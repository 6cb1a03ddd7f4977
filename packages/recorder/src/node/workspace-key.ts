import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from './make-directory.ts';

const FILE = 'redaction.key';
const KEY_BYTES = 32;

/**
 * The key of a data directory, made on first use and readable by its owner only: the same secret has
 * the same pseudonym in all its recordings, and nobody without the key can test a guess.
 * Where it can be neither read nor kept, the process has a key of its own.
 */
export function workspaceKey(dir: string): Uint8Array {
  const path = join(dir, FILE);
  const made = randomBytes(KEY_BYTES);
  try {
    return read(path) ?? create(dir, path, made);
  } catch {
    return made;
  }
}

function read(path: string): Uint8Array | undefined {
  try {
    const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
    return key.length === KEY_BYTES ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Of several processes that make it at once, one wins, with a whole file. */
function create(dir: string, path: string, key: Uint8Array): Uint8Array {
  makeDirectory(dir);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${Buffer.from(key).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
    return key;
  } catch {
    return read(path) ?? key;
  } finally {
    rmSync(draft, { force: true });
  }
}
