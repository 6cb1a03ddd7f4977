import { readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { dataDirectory } from './environment.node.ts';
import { isPolicy, settingsOfText, strictestSettings, type RecordingSettings, type SettingsSource } from './recording-settings.ts';

export { strictestSettings } from './recording-settings.ts';

/** Where {@link findRecordingSettings} looks. */
export interface FindSettingsOptions {
  /** The directory that the session works in: its `.playhead.json` and those above it count. Default: no repository is asked. */
  readonly cwd?: string;
  /** The directory that the session began in, where it has gone elsewhere since: what counts there counts too. */
  readonly startedIn?: string;
  /** What the agent's environment says beyond `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The data directory, whose `settings.json` is the workspace's. Default: the user's. */
  readonly dir?: string;
}

const REPOSITORY_FILE = '.playhead.json';
const MOST_LEVELS = 64;

/**
 * How a session is recorded: `PLAYHEAD_RECORD=0` and `PLAYHEAD_REDACTION`, then the `.playhead.json` of
 * its directory and of those above it, then `playhead/settings.json` in the user's configuration
 * directory, then the workspace. The strictest wins. Reads small files and never throws.
 *
 * @example
 * ```ts
 * const { record, redaction, decidedBy } = findRecordingSettings({ cwd: process.cwd() });
 * ```
 */
export function findRecordingSettings(options: FindSettingsOptions = {}): RecordingSettings {
  const { cwd, startedIn, dir = dataDirectory() } = options;
  const env = { ...process.env, ...options.env };
  const { XDG_CONFIG_HOME: config, HOME: home } = env;
  const user = config && isAbsolute(config) ? config : join(home || homedir(), '.config');
  return strictestSettings([
    ...ofEnvironment(env),
    ...repositoriesOf([cwd, startedIn]).flatMap((directory) => ofFile(join(directory, REPOSITORY_FILE), 'repository')),
    ...ofFile(join(user, 'playhead', 'settings.json'), 'user'),
    ...ofFile(join(dir, 'settings.json'), 'workspace'),
  ]);
}

function ofEnvironment(env: Readonly<Record<string, string | undefined>>): readonly SettingsSource[] {
  const { PLAYHEAD_RECORD: record, PLAYHEAD_REDACTION: redaction } = env;
  const off = record === '0';
  if (redaction && !isPolicy(redaction)) {
    return [{ from: 'environment', problem: 'PLAYHEAD_REDACTION is none of off, entity, strict, so nothing is recorded. Correct it, or unset it.' }];
  }
  return off || redaction ? [{ from: 'environment', ...(off && { record: false }), ...(isPolicy(redaction) && { redaction }) }] : [];
}

/** The directories and those above them, each once. One reached through a link counts by both its names. */
function repositoriesOf(directories: readonly (string | undefined)[]): readonly string[] {
  const named = directories.flatMap((directory) => (directory !== undefined && isAbsolute(directory) ? [directory] : []));
  return [...new Set(named.flatMap((directory) => [...upwards(directory), ...upwards(realPath(directory))]))];
}

function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory; // it is gone, or no name of a directory
  }
}

/** A directory and those above it, the nearest first. */
function upwards(directory: string): readonly string[] {
  const found = [resolve(directory)];
  for (let last = found[0] ?? ''; dirname(last) !== last && found.length < MOST_LEVELS; last = dirname(last)) found.push(dirname(last));
  return found;
}

function ofFile(path: string, from: SettingsSource['from']): readonly SettingsSource[] {
  try {
    if (!statSync(path, { throwIfNoEntry: false })) return []; // most directories have none: a look is cheaper than a refusal
    return [settingsOfText(readFileSync(path, 'utf8'), from, path)];
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') return []; // no such file
    return [{ from, path, problem: `${path} cannot be read (${String(code)}), so nothing is recorded where it applies. Make it readable, or remove it.` }];
  }
}
