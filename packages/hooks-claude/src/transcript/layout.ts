import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isJsonObject, type JsonObject } from '@playhead/protocol';
import { readFirstRow } from './first-row.ts';

/** A transcript of a subagent. */
export interface AgentFile {
  readonly path: string;
  readonly agent: string;
  /** What the client noted of it: `agentType`, `description`, `toolUseId`, `spawnDepth` and more. Empty in older clients. */
  readonly meta: JsonObject;
}

/** The files of one session. */
export interface TranscriptFiles {
  readonly session: string;
  readonly main: string;
  readonly agents: readonly AgentFile[];
  /** Where long results lie; the folder need not be there. */
  readonly results: string;
}

const DEEPEST = 6;
const META_BYTES = 1024 * 1024;

/** The session that a file is the transcript of; undefined for the transcript of a subagent, and for any other file. */
export function sessionOfFile(path: string): string | undefined {
  const name = basename(path);
  return name.endsWith('.jsonl') && !name.startsWith('agent-') && name.length > '.jsonl'.length ? name.slice(0, -'.jsonl'.length) : undefined;
}

/** Finds the files of a session by their paths: never by walking from row to row, because chains of rows have holes. */
export async function filesOf(main: string): Promise<TranscriptFiles> {
  const session = sessionOfFile(main) ?? basename(main);
  const folder = join(dirname(main), session);
  const paths = [...(await agentPaths(join(folder, 'subagents'), DEEPEST)), ...(await olderAgents(main, session))];
  const agents = await Promise.all(paths.sort().map(async (path) => ({ path, agent: agentOf(path), meta: await metaOf(path) })));
  return { session, main, agents, results: join(folder, 'tool-results') };
}

/** Every transcript of a session below a folder, without those of subagents. */
export async function transcriptsBelow(folder: string, depth: number = DEEPEST): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'subagents' && entry.name !== 'tool-results' && depth > 0) found.push(...(await transcriptsBelow(path, depth - 1)));
    else if (entry.isFile() && sessionOfFile(path) !== undefined) found.push(path);
  }
  return found;
}

async function agentPaths(folder: string, depth: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) found.push(...(await agentPaths(path, depth - 1)));
    else if (entry.isFile() && /^agent-.+\.jsonl$/.test(entry.name)) found.push(path);
  }
  return found;
}

/** Older clients kept the transcripts of subagents beside that of the session, with its id in their rows. */
async function olderAgents(main: string, session: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(dirname(main))) {
    if (!entry.isFile() || !/^agent-.+\.jsonl$/.test(entry.name)) continue;
    const path = join(dirname(main), entry.name);
    const first = await readFirstRow(path, (row) => typeof row['sessionId'] === 'string');
    if (first?.['sessionId'] === session) found.push(path);
  }
  return found;
}

function agentOf(path: string): string {
  return basename(path).slice('agent-'.length, -'.jsonl'.length);
}

async function metaOf(path: string): Promise<JsonObject> {
  try {
    const file = path.replace(/\.jsonl$/, '.meta.json');
    const stats = await lstat(file);
    if (!stats.isFile() || stats.size > META_BYTES) return {};
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isJsonObject(value) ? value : {};
  } catch {
    return {}; // older clients write none
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // a folder that is not there holds nothing
  }
}
