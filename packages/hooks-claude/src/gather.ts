import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { isJsonObject, type JsonObject } from '@playhead/protocol';
import type { HarnessEvidence } from '@playhead/recorder';
import { sha256 } from './digest.ts';
import { pluginsOf } from './installed-plugins.ts';
import { skillPlaces } from './skill-files.ts';

const OUTPUT_BYTES = 64 * 1024 * 1024;
const SKILL_BYTES = 1024 * 1024;

/**
 * Reads what a payload points at: the whole text of a shortened result, the skill that is loaded, and which plugins a session begins with.
 * Reads no file outside the session's own `tool-results/`, folders of skills, and the client's lists of its plugins. Never rejects.
 */
export async function gather(payload: JsonObject): Promise<HarnessEvidence> {
  try {
    if (payload['hook_event_name'] === 'PostToolUse') return await wholeOutput(payload);
    if (payload['hook_event_name'] === 'SessionStart') return await plugins(payload);
    if (payload['hook_event_name'] === 'PreToolUse' && payload['tool_name'] === 'Skill') return await skillOnDisk(payload);
  } catch {
    // evidence is a bonus: the payload itself is recorded all the same
  }
  return {};
}

async function wholeOutput(payload: JsonObject): Promise<HarnessEvidence> {
  const response = payload['tool_response'];
  const path = isJsonObject(response) ? response['persistedOutputPath'] : undefined;
  if (path === undefined) return {};
  const { transcript_path: transcript, session_id: session } = payload;
  if (typeof path !== 'string' || typeof transcript !== 'string' || typeof session !== 'string' || !isPlainName(session)) {
    return { missing: 'The payload does not say where the whole output is.' };
  }
  const folder = join(dirname(transcript), session, 'tool-results');
  if (await leadsElsewhere(dirname(transcript), folder)) return { missing: 'The whole output was not read: the folder of the session leads elsewhere.' };
  const found = await readBelow(folder, path, OUTPUT_BYTES);
  return typeof found === 'string' ? { fullOutput: found } : { missing: `The whole output could not be read: ${found.reason}.` };
}

async function plugins({ cwd, transcript_path: transcript }: JsonObject): Promise<HarnessEvidence> {
  if (typeof cwd !== 'string' || typeof transcript !== 'string') return {};
  const found = await pluginsOf(dirname(dirname(dirname(transcript))), cwd);
  return found.length === 0 ? {} : { plugins: found };
}

async function skillOnDisk(payload: JsonObject): Promise<HarnessEvidence> {
  const { cwd, tool_input: input, transcript_path: transcript } = payload;
  const name = isJsonObject(input) ? input['skill'] : undefined;
  const text = typeof name === 'string' ? await readSkill(name, cwd, transcript) : undefined;
  return text === undefined ? {} : { skill: skillEvidence(text) };
}

/** The text of a skill, where the client would look for it. */
export async function readSkill(name: string, cwd: unknown, transcript: unknown): Promise<string | undefined> {
  for (const { folder, path } of await skillPlaces(name, cwd, transcript)) {
    const text = await readBelow(folder, path, SKILL_BYTES);
    if (typeof text === 'string') return text;
  }
  return undefined;
}

/** Which version of a skill a text is. */
export function skillEvidence(text: string): NonNullable<HarnessEvidence['skill']> {
  const version = versionOf(text);
  return { ...(version !== undefined && { version }), digest: `sha256-${sha256(text)}` };
}

/** The `version` of the front matter. */
function versionOf(text: string): string | undefined {
  const lines = text.slice(0, 16_384).split('\n');
  const end = lines[0]?.trim() === '---' ? lines.indexOf('---', 1) : -1;
  for (const line of lines.slice(1, Math.max(end, 1))) {
    const match = /^version:\s*["']?([\w.+-]{1,64})["']?\s*$/.exec(line.slice(0, 200));
    if (match) return match[1];
  }
  return undefined;
}

/** Whether a link stands between a folder and one below it: the client makes none, so somebody else did. */
async function leadsElsewhere(top: string, folder: string): Promise<boolean> {
  try {
    return (await realpath(folder)) !== join(await realpath(top), relative(top, folder));
  } catch {
    return false; // it is not there, which the reading says better
  }
}

async function readBelow(folder: string, path: string, limit: number): Promise<string | { readonly reason: string }> {
  try {
    const root = await realpath(folder);
    const real = await realpath(path);
    if (!real.startsWith(root + sep)) return { reason: 'it is outside the folder of the session' };
    const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) return { reason: 'it is not a file' };
      if (stat.size > limit) return { reason: `it has ${stat.size} bytes, more than ${limit}` };
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    return { reason: String(isJsonObject(error) ? error['code'] ?? 'unreadable' : 'unreadable') };
  }
}

function isPlainName(name: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(name);
}
