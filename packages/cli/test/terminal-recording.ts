import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { temporary } from './support.ts';

/** What was seen of a recorded command, and what its recording holds. */
export interface RecordedTerminal {
  /** What the terminal showed, without the greeting. */
  readonly shown: Buffer;
  /** What the recorder said besides, on standard error. */
  readonly said: string;
  readonly exitCode: number | null;
  readonly records: readonly SessionRecord[];
  /** `stty -g` before and after. */
  readonly states: readonly [string, string];
}

/** The environment of a recording in a directory of its own. */
export function environmentOf(home: string, env: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: home, PLAYHEAD_HOME: join(home, 'data'), TERM: 'xterm-256color', PLAYHEAD_REDACTION: 'off', LANG: 'C.UTF-8', ...env };
}

/** Records a command in a real terminal that somebody could sit at. */
export async function recordInTerminal(bin: string, command: readonly string[], options: { readonly env?: Readonly<Record<string, string>>; readonly flags?: readonly string[] } = {}): Promise<RecordedTerminal> {
  const home = temporary();
  const script = 'stty -g > before; "$@" 2> said; code=$?; stty -g > after; exit $code';
  const all = ['sh', '-c', script, 'sh', process.execPath, bin, 'record', ...(options.flags ?? []), '--', ...command];
  const child = spawn('python3', [join(import.meta.dirname, 'outer.py'), join(home, 'shown'), ...all], { cwd: home, env: environmentOf(home, options.env), stdio: ['ignore', 'inherit', 'inherit'] });
  const exitCode = await new Promise<number | null>((resolve) => { child.on('exit', resolve); });
  const read = (name: string): string => readFileSync(join(home, name), 'utf8').trim();
  return { shown: readFileSync(join(home, 'shown')), said: read('said'), exitCode, records: await recordsOf(join(home, 'data')), states: [read('before'), read('after')] };
}

/** The records of the only session of a data directory. */
export async function recordsOf(dir: string): Promise<readonly SessionRecord[]> {
  const storage = fsStorage({ dir });
  const records: SessionRecord[] = [];
  for (const { sessionId } of (await storage.list()).sessions) {
    for await (const chunk of storage.read(sessionId)) records.push(...chunk.records.map(({ record }) => record));
  }
  await storage.close();
  return records;
}

/** The bytes that the terminal records of a session hold. */
export function bytesOf(records: readonly SessionRecord[]): Buffer {
  return Buffer.concat(records.filter(({ type }) => type === 'terminal_output').map(({ data }) => Buffer.from(String(data['text']), data['encoding'] === 'base64' ? 'base64' : 'utf8')));
}

/** A file of bytes of which, but for line feeds, no two stretches are the same. */
export function fileOf(size: number, kind: 'text' | 'bytes' | 'line feeds' = 'text'): string {
  const path = join(temporary(), 'bytes');
  const bytes = kind === 'line feeds' ? Buffer.alloc(size, '\n') : randomBytes(size);
  if (kind === 'text') for (let index = 0; index < size; index += 1) bytes[index] = 32 + ((bytes[index] ?? 0) % 95);
  for (let index = 79; kind === 'text' && index < size; index += 80) bytes[index] = 10;
  writeFileSync(path, bytes);
  return path;
}
