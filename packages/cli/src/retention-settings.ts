import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { isJsonObject, isPlayheadError, PlayheadError, type JsonObject } from '@playhead/protocol';
import { parseRetentionPolicy, type RetentionPolicy } from '@playhead/replay-core/retention';
import type { StatedRetention } from '@playhead/server';
import { makeDataDirectory } from './local-server.ts';

/**
 * How much of a data directory is kept, and who says so: `retention` of its own settings, of the data directory that it is a workspace of,
 * else of the user. The first that says anything counts, whole. One that cannot be understood removes nothing: it may have meant to keep more.
 */
export function retentionOf(dir: string, env: Readonly<Record<string, string | undefined>>): StatedRetention {
  const { XDG_CONFIG_HOME: config, HOME: home } = env;
  const user = config && isAbsolute(config) ? config : join(home || homedir(), '.config');
  const above = basename(dirname(dir)) === 'workspaces' ? dirname(dirname(dir)) : undefined;
  const places = [{ from: 'workspace', path: settingsOf(dir) }, ...(above === undefined ? [] : [{ from: 'directory', path: settingsOf(above) } as const]), { from: 'user', path: join(user, 'playhead', 'settings.json') }] as const;
  for (const { from, path } of places) {
    try {
      const { retention } = settingsIn(path);
      if (retention !== undefined) return { policy: parseRetentionPolicy(retention, `retention in ${path}`), from, path };
    } catch (error) {
      if (!isPlayheadError(error)) throw error;
      return { policy: {}, from, path, problem: error.message };
    }
  }
  return { policy: {}, from: 'nobody' };
}

/**
 * Says in the settings of a data directory how much of it is kept. What else they say stays.
 *
 * @param policy - Undefined takes back what they said.
 * @throws PlayheadError `invalid_settings` when they cannot be understood; `storage_unavailable`.
 */
export function setRetention(dir: string, policy: RetentionPolicy | undefined): void {
  makeDataDirectory(dir);
  const path = settingsOf(dir);
  const { retention: _, ...others } = settingsIn(path);
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, `${JSON.stringify({ ...others, ...(policy && { retention: policy }) }, null, 2)}\n`, { mode: 0o600 });
    if (existsSync(path)) chmodSync(draft, statSync(path).mode);
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new PlayheadError('storage_unavailable', `${path} cannot be written, so what is kept stays as it was. Make it writable.`, { cause });
  }
}

function settingsOf(dir: string): string {
  return join(dir, 'settings.json');
}

function settingsIn(path: string): JsonObject {
  if (!existsSync(path)) return {};
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new PlayheadError('invalid_settings', `${path} cannot be read as JSON, so nothing is removed by it. Correct it.`, { cause });
  }
  if (!isJsonObject(value)) throw new PlayheadError('invalid_settings', `${path} is not a JSON object, so nothing is removed by it. Correct it.`);
  return value;
}
