import { readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { isPlayheadError } from '@playhead/protocol';
import { examineDataDirectory, type Finding } from '@playhead/storage-adapters/fs';
import { claudeHooksIn } from '@playhead/hooks-claude';
import { whyAway } from '../central-server.ts';
import { claudeChecks, type ClaudeCheck } from '../claude-checks.ts';
import { cachedPluginVersion, pluginIn, pointPluginAt, sendOverHttp, updatePlugin } from '../claude-plugin.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { currentServer, isOutdated } from '../current-server.ts';
import { diskState } from '../disk-budget.ts';
import { forwardingState } from '../forwarding-note.ts';
import { findServer } from '../local-server.ts';
import { readSettings, settingsPath } from '../settings-file.ts';
import { mcpServerChecks } from '../server-wiring/server-checks.ts';
import { installShellTiming, shellTimingIn } from '../shell-timing.ts';
import { cliVersion } from '../version.ts';
import { wireClaude, wiringPlace } from './init.ts';
import { sizeText } from '../plain-text.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** The version of what `playhead doctor --json` prints. */
const SCHEMA_VERSION = 1;
/** The oldest Node.js that Playhead runs on. */
const OLDEST_NODE: readonly [major: number, minor: number] = [20, 19];
/** Fewer watches than this are soon used up by editors and build tools. */
const FEW_WATCHES = 8192;

interface Check extends Omit<Finding, 'check'> {
  readonly check: Finding['check'] | ClaudeCheck['check'] | 'node' | 'notices' | 'space' | 'waiting' | 'server' | 'forwarding' | 'mcp-servers';
}

const SIGNS: Readonly<Record<Finding['level'], string>> = { ok: 'ok  ', note: 'note', problem: 'MEND' };

/** `playhead doctor`: whether everything is as it should be. */
export const doctorCommand: Command = {
  name: 'doctor',
  about: 'say whether recordings are safe: disk, permissions, left-overs of crashes, damage',
  examples: [
    { line: 'doctor', about: 'look for what could lose recordings' },
    { line: 'doctor --deep --fix', about: 'read everything, and mend what can be mended' },
  ],
  options: {
    deep: { type: 'boolean', about: 'read every log, every compressed block and every large value' },
    fix: { type: 'boolean', about: 'mend what can be mended without losing anything' },
    dir: dirOption,
    json: jsonOption,
  },
  async run(input, context) {
    const { output, interactive, signal, env } = context;
    const dir = dirOf(input, context);
    const [deep, fix, json] = [input.flag('deep'), input.flag('fix'), input.flag('json')];
    const { findings, usage, fileSystem } = await examineDataDirectory({
      dir, deep, fix, signal,
      ...(interactive && { onProgress: (done: number, all: number) => { if (done % 100 === 0) output.note(`${done} of ${all} sessions read`); } }),
    });
    const disk = await diskState(dir, env, { usedBytes: usage.bytes });
    const checks: readonly Check[] = [nodeCheck(process.versions.node), ...findings, ...spaceChecks(disk), waitingCheck(join(dir, 'spool')), noticesCheck(dir), await serverCheck(dir), ...(await forwardingChecks(dir, env)), ...(await claude(input, context, fix)), ...mcpServerChecks(context)];
    const sound = checks.every(({ level }) => level !== 'problem');
    if (json) {
      const { usedBytes, budgetBytes, freeBytes, floorBytes } = disk;
      output.line(JSON.stringify({ schemaVersion: SCHEMA_VERSION, directory: dir, ok: sound, checks, disk: { type: fileSystem.type, network: fileSystem.network, usedBytes, budgetBytes, freeBytes, floorBytes } }));
    } else {
      for (const { level, mended, message } of checks) output.line(`${mended === true ? 'done' : SIGNS[level]}  ${message}`);
    }
    return sound ? 0 : 1;
  },
};

/** Looks at the wiring of Claude Code, and wires it again where that mends it. */
async function claude(input: CommandInput, context: CommandContext, fix: boolean): Promise<readonly Check[]> {
  const { env, cwd } = context;
  const dir = dirOf(input, context);
  const running = await findServer(dir);
  const { server, note } = fix && running && isOutdated(running) ? await currentServer(dir) : { server: running, note: undefined };
  const place = { env, cwd, dir, server, version: cliVersion() };
  const restarted: readonly Check[] = note === undefined ? [] : [{ check: 'server', level: 'ok', mended: true, message: note }];
  const found = claudeChecks(place);
  const scopes = new Set(found.flatMap(({ rewire }) => rewire ?? []));
  if (!fix || scopes.size === 0) return [...restarted, ...found.map(asCheck)];
  for (const scope of scopes) {
    const path = settingsPath(scope, env, cwd);
    const { settings } = readSettings(path);
    const hooks = claudeHooksIn(settings);
    if (pluginIn(settings) === true) {
      if (cachedPluginVersion(env) !== cliVersion()) updatePlugin(env, cwd, scope, dir);
      sendOverHttp(env); // whichever Claude Code comes next
      if (server) pointPluginAt(env, server.url);
    }
    if (shellTimingIn(settings) !== undefined) installShellTiming(dir);
    if (hooks.length > 0) wireClaude({ scope, transport: hooks.some(({ kind }) => kind === 'http') ? 'http' : 'spool', path, place: await wiringPlace(input, context), env, cwd });
  }
  return [...restarted, ...[...scopes].map((scope): Check => ({ check: 'claude-hooks', level: 'ok', mended: true, message: `Claude Code is wired anew in ${settingsPath(scope, env, cwd)}.` })), ...claudeChecks(place).map(asCheck)];
}

function asCheck({ check, level, message }: ClaudeCheck): Check {
  return { check, level, message };
}

/** Whether this Node.js is new enough. */
export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (fits) return { check: 'node', level: 'ok', message: `Node.js is ${version}.` };
  return { check: 'node', level: 'problem', message: `Node.js is ${version}, older than ${OLDEST_NODE.join('.')}, so parts of Playhead fail. Install a newer one.` };
}

function spaceChecks({ usedBytes = 0, budgetBytes, freeBytes, warnings }: Awaited<ReturnType<typeof diskState>>): readonly Check[] {
  if (warnings.length > 0) return warnings.map((message) => ({ check: 'space', level: 'problem', message }));
  const budget = budgetBytes === undefined ? '' : ` of their budget of ${sizeText(budgetBytes)}`;
  const free = freeBytes === undefined ? 'how much is free on the disk is not known here' : `${sizeText(freeBytes)} are free on the disk`;
  return [{ check: 'space', level: 'ok', message: `Recordings take ${sizeText(usedBytes)}${budget}; ${free}.` }];
}

/** Records that a recorder put aside because their storage was away. */
function waitingCheck(spools: string): Check {
  let files = 0;
  try {
    files = readdirSync(spools, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  } catch {
    // there is no such folder: nothing was ever put aside
  }
  if (files === 0) return { check: 'waiting', level: 'ok', message: 'No record waits to be stored.' };
  return { check: 'waiting', level: 'note', message: `${files} ${files === 1 ? 'file' : 'files'} of records that could not be stored ${files === 1 ? 'waits' : 'wait'} in ${spools}. The recorder that put them there stores them when it can; if it has ended, the next one does. Leave the folder alone.` };
}

/** Whether the system still tells of changed files: without, live views look for themselves four times a second. */
function noticesCheck(dir: string): Check {
  try {
    watch(dir).close();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOSPC' || code === 'EMFILE') {
      return { check: 'notices', level: 'problem', message: 'The system gives no more notices of changed files, so live views look for themselves and are slower. Raise fs.inotify.max_user_watches and fs.inotify.max_user_instances with sysctl.' };
    }
    return { check: 'notices', level: 'note', message: 'Whether the system tells of changed files could not be tried. Live views look for themselves where it does not.' };
  }
  const watches = limitOf('max_user_watches');
  if (watches !== undefined && watches < FEW_WATCHES) {
    return { check: 'notices', level: 'note', message: `The system gives notices of at most ${watches} files, which editors may use up; live views are slower then. sysctl fs.inotify.max_user_watches=65536 gives more.` };
  }
  return { check: 'notices', level: 'ok', message: 'The system tells of changed files.' };
}

function limitOf(name: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/sys/fs/inotify/${name}`, 'utf8'));
  } catch {
    return undefined; // not Linux
  }
}

/** What waits for the server that recordings are sent to; nothing where there is none. */
async function forwardingChecks(dir: string, env: CommandContext['env']): Promise<readonly Check[]> {
  try {
    const state = await forwardingState(dir, (await findServer(dir))?.pid, env);
    if (!state) return [];
    const { url, waitingSessions, waitingBytes, lastError, refused } = state;
    if (refused.length > 0) return refused.map(({ message }) => ({ check: 'forwarding', level: 'problem', message }));
    if (waitingSessions === 0) return [{ check: 'forwarding', level: 'ok', message: `Everything recorded was sent to ${url}.` }];
    const away = await whyAway(url);
    const why = away === undefined ? (lastError ? ` The last error: ${lastError.message}` : '') : ` Nothing is sent now, since ${away}; it is sent when it is back.`;
    return [{ check: 'forwarding', level: 'note', message: `${waitingSessions} ${waitingSessions === 1 ? 'session waits' : 'sessions wait'} (${sizeText(waitingBytes)}) to be sent to ${url}; the server, the next recorder or playhead push --all sends ${waitingSessions === 1 ? 'it' : 'them'}.${why}` }];
  } catch (error) {
    if (!isPlayheadError(error)) throw error;
    return [{ check: 'forwarding', level: 'problem', message: `PLAYHEAD_URL cannot be used, so recordings are not sent: ${error.message}` }];
  }
}

async function serverCheck(dir: string): Promise<Check> {
  const server = await findServer(dir);
  if (server) return { check: 'server', level: 'ok', message: `The server runs at ${server.url} (process ${server.pid}, version ${server.version}).` };
  return { check: 'server', level: 'note', message: 'No server runs for this data directory, so hooks record nothing now. Start it with playhead ui.' };
}
