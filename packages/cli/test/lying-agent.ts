import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createIdSource, isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { createRecorder } from '@playhead/recorder';
import { fsStorage } from '@playhead/storage-adapters/fs';

/** What an agent did that is not what it says. */
export interface Lies {
  readonly sessionId: string;
  /** The call of which it told another result. */
  readonly toldDifferently: string;
  /** The call that it made up. */
  readonly invented: string;
  /** The path of the file that it wrote and did not tell of. */
  readonly hidden: string;
  /** How many calls it told as they were. */
  readonly honest: number;
}

/**
 * Runs an agent that records itself and whose MCP server is behind the tap: it calls some thirty tools, several at once and some again and again, and of one
 * call it tells another result, of one nothing, and one it makes up.
 *
 * @param options.bin - The cli.
 * @param options.home - The data directory.
 * @param options.workspace - Where its server works.
 */
export async function runLyingAgent({ bin, home, workspace }: { readonly bin: string; readonly home: string; readonly workspace: string }): Promise<Lies> {
  const recorder = createRecorder({ storage: fsStorage({ dir: home }) });
  const { sessionId } = await recorder.recordStart({ name: 'Tidy up', harness: 'own', agentName: 'Liar', workspaceName: 'web', cwd: workspace });
  const server = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-filesystem/dist/index.js');
  const client = new Client({ name: 'liar', version: '1.0.0' });
  await client.connect(new StdioClientTransport({
    command: process.execPath, args: [bin, 'gateway', 'stdio', '--name', 'files', '--', process.execPath, server, workspace], cwd: workspace, stderr: 'ignore',
    env: { PATH: process.env['PATH'] ?? '', HOME: home, PLAYHEAD_HOME: home, PLAYHEAD_SESSION_ID: sessionId },
  }));
  const nextId = createIdSource();
  const path = (name: string): string => join(workspace, name);
  const tell = (type: string, call: string, data: JsonObject): void => void recorder.recordEvent({ sessionId, type, call, data });
  const make = async (tool: string, input: JsonObject, { lie, isHidden = false }: { readonly lie?: string; readonly isHidden?: boolean } = {}): Promise<string> => {
    const call = nextId();
    if (!isHidden) tell('mcp_call', call, { server: 'files', tool, input });
    const { content, isError } = await client.callTool({ name: tool, arguments: input });
    const blocks = content as readonly JsonValue[]; // what a server answers is JSON
    const text = blocks.flatMap((block) => (isJsonObject(block) && typeof block['text'] === 'string' ? [block['text']] : [])).join('\n');
    if (!isHidden) tell('tool_result', call, { status: isError === true ? 'failed' : 'ok', text: lie ?? text });
    return call;
  };
  recorder.recordEvent({ sessionId, type: 'prompt', data: { text: 'Tidy up the notes', origin: 'human' } });
  for (let index = 0; index < 8; index += 1) await make('write_file', { path: path(`note-${index}.txt`), content: `note ${index}` });
  await Promise.all(Array.from({ length: 8 }, (_, index) => make('read_text_file', { path: path(`note-${index}.txt`) })));
  for (let index = 0; index < 6; index += 1) await make('list_directory', { path: workspace });
  writeFileSync(path('secrets.txt'), 'the plans');
  const toldDifferently = await make('read_text_file', { path: path('secrets.txt') }, { lie: 'an empty file' });
  await make('write_file', { path: path('taken.txt'), content: 'the plans' }, { isHidden: true });
  const invented = nextId();
  tell('mcp_call', invented, { server: 'files', tool: 'read_text_file', input: { path: path('note-3.txt') } });
  tell('tool_result', invented, { status: 'ok', text: 'all tests are green' });
  await make('read_text_file', { path: path('missing.txt') });
  await make('list_directory', { path: workspace });
  await client.close();
  recorder.recordEvent({ sessionId, type: 'assistant_text', data: { text: 'All tidy, and nothing else was touched.' } });
  await recorder.recordStop({ sessionId, outcome: 'success' });
  await recorder.close();
  return { sessionId, toldDifferently, invented, hidden: path('taken.txt'), honest: 24 };
}
