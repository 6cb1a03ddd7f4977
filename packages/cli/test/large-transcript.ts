import { mkdirSync, openSync, closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What a large transcript holds. */
export interface LargeTranscript {
  readonly lines: number;
  readonly turns: number;
  readonly calls: number;
  readonly bytes: number;
}

/** A single result of this size stands in every transcript: no line is too long to be read. */
const HUGE_RESULT = 12_000_000;
const RESULT = 16_000;
const CALLS_PER_TURN = 40;

/** Writes the transcript of a long session as fast as the disk takes it. */
export function writeLargeTranscript(projects: string, bytes: number): LargeTranscript {
  const folder = join(projects, '-work');
  mkdirSync(folder, { recursive: true });
  const session = '5f2b6c8d-7e01-4000-8000-000000000001';
  const file = openSync(join(folder, `${session}.jsonl`), 'w');
  const counts = { lines: 0, turns: 0, calls: 0, bytes: 0 };
  let parent: string | null = null;
  let batch: string[] = [];
  let waiting = 0;
  const write = (fields: Record<string, unknown>): void => {
    const uuid = `00000000-0000-4000-8000-${String(counts.lines).padStart(12, '0')}`;
    const line = `${JSON.stringify({ parentUuid: parent, isSidechain: false, ...fields, uuid, timestamp: new Date(1_763_690_000_000 + counts.lines * 10).toISOString(), cwd: '/work', sessionId: session, version: '2.1.329', gitBranch: 'main' })}\n`;
    parent = uuid;
    counts.lines += 1;
    counts.bytes += line.length;
    waiting += line.length;
    batch.push(line);
    if (waiting < 4_000_000) return;
    writeSync(file, batch.join(''));
    [batch, waiting] = [[], 0];
  };
  while (counts.bytes < bytes) {
    counts.turns += 1;
    const promptId = `turn-${counts.turns}`;
    write({ type: 'user', promptId, message: { role: 'user', content: `Prompt ${counts.turns}` } });
    for (let call = 0; call < CALLS_PER_TURN; call += 1) {
      counts.calls += 1;
      const id = `toolu_${counts.calls}`;
      const usage = { input_tokens: 10, output_tokens: 20, cache_read_input_tokens: 1000, cache_creation_input_tokens: 5 };
      write({ type: 'assistant', message: { id: `msg_${counts.calls}`, role: 'assistant', model: 'claude-x', content: [{ type: 'tool_use', id, name: 'Bash', input: { command: `make part-${call}` } }], usage } });
      const size = counts.calls === 7 ? HUGE_RESULT : RESULT;
      const text = `made ${counts.turns}.${call} `.repeat(Math.ceil(size / 12)).slice(0, size);
      write({ type: 'user', promptId, message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: text }] }, toolUseResult: { stdout: text, stderr: '', interrupted: false } });
    }
    write({ type: 'assistant', message: { id: `msg_end_${counts.turns}`, role: 'assistant', model: 'claude-x', content: [{ type: 'text', text: `Done ${counts.turns}` }] } });
  }
  writeSync(file, batch.join(''));
  closeSync(file);
  return counts;
}
