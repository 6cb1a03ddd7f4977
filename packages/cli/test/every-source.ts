import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdSource, encodeRecord } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler } from '@playhead/server';
import { listen } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { readCapture } from '../src/demo/capture.ts';
import { sendCapture } from '../src/demo/send-capture.ts';
import { harnesses } from '../src/harnesses.ts';
import { buildBin, captureOf, playhead, temporary } from './support.ts';

/** What sessions are recorded by. */
export const SOURCES = ['hooks', 'sdk', 'pty', 'import'] as const;

/** A session of each source, by its id. */
export type Recorded = Readonly<Record<(typeof SOURCES)[number], string>>;

/** Records a session by each source into a data directory. @param bin - The executable. Default: one is built for it. */
export async function recordBySources(dir: string, bin?: string): Promise<Recorded> {
  const own = bin ?? await buildBin(); // its worker must be JavaScript
  const recorded = { hooks: await recordByHooks(dir), sdk: await recordEdits(dir), pty: recordByTerminal(dir, own), import: await importCast(dir) };
  if (bin === undefined) rmSync(own, { force: true });
  return recorded;
}

async function recordByHooks(dir: string): Promise<string> {
  const storage = fsStorage({ dir });
  const server = await listen(createHandler({ storage, harnesses, recordingOf: createSessionRecording({ dir }) }), { port: 0 });
  await sendCapture(readCapture(captureOf('jwt-auth'), join(temporary(), 'claude')), { url: () => server.url, speed: Number.POSITIVE_INFINITY, name: 'captured' });
  await server.close();
  const { sessions: [session] } = await storage.list();
  await storage.close();
  return session?.sessionId ?? '';
}

/** Files as an agent of one's own tells them: one whole, one of which only a change is known. */
async function recordEdits(dir: string): Promise<string> {
  const storage = fsStorage({ dir });
  const nextId = createIdSource();
  const header = { sessionId: nextId(), name: 'edits', harness: 'sdk', agentName: 'agent', workspaceName: 'w', cwd: '/home/ada/shop', prompt: 'Make greetings friendly' };
  const { sessionId } = await storage.create(header);
  let n = 0;
  const record = (type: string, data: Record<string, unknown>): string => encodeRecord({ id: nextId(), p: 'p', e: 0, n, at: 1_763_693_890_000_000 + n++ * 1_000_000, type, via: 'sdk', data: data as never }); // JSON
  await storage.append(sessionId, [
    record('session_start', header), record('prompt', { text: 'Make greetings friendly', origin: 'human' }),
    record('file_diff', { path: 'hello.txt', change: 'modified', before: 'one\ntwo\nthree\n', after: 'one\nTWO\nthree\n', hunks: [{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 3, lines: [' one', '-two', '+TWO', ' three'] }] }),
    record('file_diff', { path: 'hello.txt', change: 'modified', before: 'one\nTWO\nthree\n', after: 'one\nTWO\nthree\nfour\n', hunks: [{ oldStart: 3, oldLines: 1, newStart: 3, newLines: 2, lines: [' three', '+four'] }] }),
    record('file_diff', { path: 'src/part.ts', change: 'modified', hunks: [{ oldStart: 40, oldLines: 1, newStart: 40, newLines: 1, lines: ['-old \u001b]0;x\u0007line', '+\tnew line'] }] }),
    record('file_diff', { path: 'back.txt', change: 'modified', before: 'a\n', after: 'b\n', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }] }),
    record('file_diff', { path: 'back.txt', change: 'modified', before: 'b\n', after: 'a\n', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-b', '+a'] }] }),
    record('final_output', { title: 'Done', content: 'Greetings are warm-hearted now.', format: 'text' }), record('session_stop', { outcome: 'success', summary: 'Friendlier', confidence: 0.9 }), record('session_status', { status: 'completed' }),
  ]);
  await storage.close();
  return sessionId;
}

function recordByTerminal(dir: string, bin: string): string {
  const { stdout } = spawnSync(process.execPath, [bin, 'record', '--headless', '--json', '--dir', dir, '--', 'sh', '-c', 'echo one; echo two'], { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', HOME: temporary() } });
  return (JSON.parse(stdout) as { sessionId: string }).sessionId; // our own command's answer
}

async function importCast(dir: string): Promise<string> {
  const cast = join(temporary(), 'demo.cast');
  writeFileSync(cast, '{"version":2,"width":80,"height":24,"title":"demo cast"}\n[0.5,"o","hello\\r\\n"]\n[1,"o","bye\\r\\n"]\n');
  return (JSON.parse((await playhead(['import', cast, '--json', '--dir', dir])).out) as { sessionId: string }).sessionId; // our own command's answer
}
