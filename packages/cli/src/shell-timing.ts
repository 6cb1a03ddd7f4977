import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isJsonObject, PlayheadError, type JsonObject } from '@playhead/protocol';
import { shellFolder } from '@playhead/server/node';

/** The variable by which Claude Code runs its shell commands by a program of somebody else. */
const PREFIX = 'CLAUDE_CODE_SHELL_PREFIX';
const SCRIPT = 'time-commands.sh';
const OURS = /\/shell-timing\/time-commands\.sh$/;

/** The program of ours by which settings have shell commands run; undefined where they run by themselves or by another. */
export function shellTimingIn(settings: JsonObject): string | undefined {
  const prefix = prefixIn(settings);
  return prefix !== undefined && OURS.test(prefix) ? prefix : undefined;
}

/**
 * The same settings with commands timed.
 *
 * @throws PlayheadError `usage` where that cannot be: on another system than Linux, by a path that a shell would take apart, where commands run by
 *   another program already.
 */
export function withShellTiming(settings: JsonObject, dir: string, platform: string = process.platform): JsonObject {
  const path = scriptPath(dir);
  const prefix = prefixIn(settings);
  if (platform !== 'linux') throw new PlayheadError('usage', '--shell-timing works on Linux only: no other system tells where a process prints. Leave it out; everything else is recorded.');
  if (!/^[\w./+-]+$/.test(path)) throw new PlayheadError('usage', `--shell-timing cannot use ${path}: Claude Code passes this path through a shell. Choose a data directory of letters, digits and ./_+- with --dir or PLAYHEAD_HOME.`);
  if (prefix !== undefined && !OURS.test(prefix)) throw new PlayheadError('usage', `--shell-timing cannot be used, since ${PREFIX} is set to ${prefix} already. Take that out, or leave --shell-timing out.`);
  return { ...settings, env: { ...(isJsonObject(settings['env']) && settings['env']), [PREFIX]: path } };
}

/** The same settings with commands run as without Playhead. */
export function withoutShellTiming(settings: JsonObject): JsonObject {
  const { env, ...rest } = settings;
  if (!isJsonObject(env) || shellTimingIn(settings) === undefined) return settings;
  const { [PREFIX]: _ours, ...others } = env;
  return Object.keys(others).length === 0 ? rest : { ...rest, env: others };
}

/** Puts the program where settings name it. It stays there when they no longer do: sessions that run use it to their end. */
export function installShellTiming(dir: string): void {
  const path = scriptPath(dir);
  if (isCurrent(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  copyFileSync(sourcePath(), draft);
  chmodSync(draft, 0o700);
  renameSync(draft, path); // a shell that reads it now reads the old one to its end
}

/** Whether a program that settings name is there, and is that of this version. */
export function shellTimingState(path: string): 'current' | 'older' | 'gone' {
  return !existsSync(path) ? 'gone' : isCurrent(path) ? 'current' : 'older';
}

function isCurrent(path: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === readFileSync(sourcePath(), 'utf8');
}

function prefixIn({ env }: JsonObject): string | undefined {
  const prefix = isJsonObject(env) ? env[PREFIX] : undefined;
  return typeof prefix === 'string' && prefix !== '' ? prefix : undefined;
}

function scriptPath(dir: string): string {
  return join(shellFolder(dir), SCRIPT);
}

function sourcePath(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@playhead/hooks-claude/package.json')), 'shell', SCRIPT);
}
