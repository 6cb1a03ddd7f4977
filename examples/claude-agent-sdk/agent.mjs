// A query of the Claude Agent SDK that records itself and checks its recording.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHookCallbacks, createSessionStore } from '@playhead/hooks-claude/agent-sdk';
import { createRecorder } from '@playhead/recorder';
import { fsStorage } from '@playhead/storage-adapters/fs';

const dir = mkdtempSync(join(tmpdir(), 'playhead-example-'));
const storage = fsStorage({ dir });
const recorder = createRecorder({ storage, spoolDir: join(dir, 'spool') });

// These two are all it takes.
const hooks = createHookCallbacks(recorder, { besideStore: true });
const sessionStore = createSessionStore(recorder);

if (process.env.CLAUDE_BIN && process.env.ANTHROPIC_API_KEY) await ask(process.argv[2] ?? 'What does this folder hold?');
else await playCapture();

await recorder.close();
const { sessions } = await storage.list();
const types = [];
for await (const { records } of storage.read(sessions[0]?.sessionId ?? '')) types.push(...records.map(({ record }) => record.type));
await storage.close();
rmSync(dir, { recursive: true, force: true });
for (const type of ['session_start', 'prompt', 'turn_end', 'session_stop']) {
  if (types.includes(type)) continue;
  console.error(`The recording has no ${type}.`);
  process.exit(1);
}
console.log(`Recorded ${types.length} events of ${sessions[0]?.name}.`);

async function ask(prompt) {
  const { query } = await import('@anthropic-ai/claude-agent-sdk');
  for await (const message of query({ prompt, options: { hooks, sessionStore, pathToClaudeCodeExecutable: process.env.CLAUDE_BIN, permissionMode: 'acceptEdits' } })) {
    if (message.type === 'result') console.log(message.result ?? message.subtype);
  }
}

/** What the client told its hooks in a captured session. */
async function playCapture() {
  const capture = new URL('../../packages/hooks-claude/fixtures/jwt-auth/hooks.jsonl', import.meta.url);
  for (const line of readFileSync(capture, 'utf8').trim().split('\n')) {
    const { payload } = JSON.parse(line);
    for (const { hooks: callbacks } of hooks[payload.hook_event_name] ?? []) for (const callback of callbacks) await callback(payload, undefined, { signal: new AbortController().signal });
  }
}
