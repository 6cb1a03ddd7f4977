import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, PlayheadError, type JsonObject } from '@playhead/protocol';

/** A settings file of Claude Code. */
export interface SettingsFile {
  readonly path: string;
  /** Its text; undefined when there is none. */
  readonly text: string | undefined;
  readonly settings: JsonObject;
}

/** Where Claude Code keeps the settings of a scope. */
export function settingsPath(scope: 'user' | 'project', env: Readonly<Record<string, string | undefined>>, cwd: string): string {
  if (scope === 'project') return join(cwd, '.claude', 'settings.json');
  return join(env['CLAUDE_CONFIG_DIR'] || join(env['HOME'] || homedir(), '.claude'), 'settings.json');
}

/**
 * Reads a settings file.
 *
 * @throws PlayheadError `invalid_settings` when it is not a JSON object. The file is left alone.
 */
export function readSettings(path: string): SettingsFile {
  if (!existsSync(path)) return { path, text: undefined, settings: {} };
  try {
    const text = readFileSync(path, 'utf8');
    const settings: unknown = text.trim() === '' ? {} : JSON.parse(text);
    if (isJsonObject(settings)) return { path, text, settings };
  } catch (error) {
    throw unreadable(path, error);
  }
  throw unreadable(path, undefined);
}

/**
 * Replaces a settings file in one step, after a copy of the old one. Its indentation stays;
 * settings that an earlier copy holds come back byte for byte, and a file in which nothing is left that was not there before goes away.
 *
 * @returns Where the copy is; undefined when there was no file.
 */
export function replaceSettings({ path: given, text }: SettingsFile, settings: JsonObject): string | undefined {
  const path = existsSync(given) ? realpathSync(given) : given; // people keep their settings elsewhere, with a link to them
  mkdirSync(dirname(path), { recursive: true });
  const backup = text === undefined ? undefined : `${path}.playhead-backup-${new Date().toISOString().replaceAll(':', '-')}`;
  if (backup !== undefined) copyFileSync(path, backup);
  const indent = /\n([ \t]+)"/.exec(text ?? '')?.[1] ?? '  ';
  const earlier = earlierText(path, settings);
  if (earlier === undefined && text !== undefined && Object.keys(settings).length === 0) {
    rmSync(path); // there was no file before ours
    return backup;
  }
  const draft = `${path}.playhead-${process.pid}`;
  writeFileSync(draft, earlier ?? `${JSON.stringify(settings, null, indent)}\n`, { mode: text === undefined ? 0o600 : statSync(path).mode });
  renameSync(draft, path);
  return backup;
}

/** The text of a copy with the same settings: how the user had written them. */
function earlierText(path: string, settings: JsonObject): string | undefined {
  const copies = readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.playhead-backup-`)).sort().reverse();
  for (const name of copies) {
    try {
      const text = readFileSync(join(dirname(path), name), 'utf8');
      if (isDeepStrictEqual(text.trim() === '' ? {} : JSON.parse(text), settings)) return text;
    } catch {
      // a copy that is not readable restores nothing
    }
  }
  return undefined;
}

function unreadable(path: string, cause: unknown): PlayheadError {
  return new PlayheadError('invalid_settings', `${path} is not a JSON object, so it was left as it is and nothing is wired. Correct the file and run the command again.`, { cause });
}
