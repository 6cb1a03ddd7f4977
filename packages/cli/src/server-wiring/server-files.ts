import { chmodSync, chownSync, existsSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PlayheadError } from '@playhead/protocol';

/** Whose configuration of MCP servers. */
export type ServerScope = 'user' | 'project';

/** The clients change their files while they run. */
const TRIES = 5;

/** Where Claude Code keeps the MCP servers of a scope. Those of a user also name servers of single projects. */
export function serverFile(scope: ServerScope, env: Readonly<Record<string, string | undefined>>, cwd: string): string {
  if (scope === 'project') return join(cwd, '.mcp.json');
  return join(env['CLAUDE_CONFIG_DIR'] || env['HOME'] || homedir(), '.claude.json');
}

/**
 * Reads a configuration.
 *
 * @returns Undefined where there is none.
 * @throws PlayheadError `invalid_settings` when it cannot be read, or is not UTF-8: written again it would be another one.
 */
export function readServerFile(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    throw new PlayheadError('invalid_settings', `${path} cannot be read as UTF-8, so it was left as it is. Correct the file and run the command again.`, { cause: error });
  }
}

/**
 * Changes a configuration in one step: readers see the old one or the new one, with the mode and the owner that it had. A link stays a link. Where somebody else
 * changes it meanwhile, theirs is changed.
 *
 * @param change - Makes the new text of the old one.
 * @throws PlayheadError `invalid_settings` when it cannot be changed.
 */
export function changeServerFile(path: string, change: (text: string) => string): void {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const text = readServerFile(path);
    if (text === undefined) return;
    const next = change(text);
    if (next === text || replaced(path, text, next)) return;
  }
  throw new PlayheadError('invalid_settings', `${path} is changed by another program all the time, so it was left as it is. Run the command again.`);
}

/** @returns Whether it was still the text that was read. */
function replaced(given: string, text: string, next: string): boolean {
  const path = realpathSync(given); // people keep their settings elsewhere, with a link to them
  const draft = `${path}.playhead-${process.pid}`;
  try {
    const { mode, uid, gid } = statSync(path);
    writeFileSync(draft, next, { mode: 0o600, flag: 'wx' });
    if (process.getuid?.() === 0) chownSync(draft, uid, gid);
    chmodSync(draft, mode);
    const isSame = readServerFile(path) === text;
    if (isSame) renameSync(draft, path);
    return isSame;
  } catch (error) {
    throw new PlayheadError('invalid_settings', `${given} could not be written, so it was left as it is. Make the file and its folder writable, and run the command again.`, { cause: error });
  } finally {
    rmSync(draft, { force: true });
  }
}
