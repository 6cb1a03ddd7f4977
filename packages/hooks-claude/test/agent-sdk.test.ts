import type { HookInput, Options } from '@anthropic-ai/claude-agent-sdk';
import type { SessionStorage, StoredRecord } from '@playhead/protocol';
import { createRecorder, type Recorder } from '@playhead/recorder';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { beforeEach, expect, test } from 'vitest';
import { createHookCallbacks, createSessionStore } from '../src/agent-sdk.ts';
import { arrivals, text } from './fixtures.ts';

let storage: SessionStorage;
let recorder: Recorder;
beforeEach(() => {
  storage = memoryStorage();
  recorder = createRecorder({ storage, enabled: true, redaction: { policy: 'off' } });
});

async function recorded(): Promise<readonly StoredRecord[]> {
  await recorder.flush();
  const { sessions } = await storage.list();
  expect(sessions).toHaveLength(1);
  const records: StoredRecord[] = [];
  for await (const chunk of storage.read(sessions[0]!.sessionId)) records.push(...chunk.records);
  return records;
}

const openers = ['tool_call', 'terminal_command', 'mcp_call', 'skill_use'];

/** Calls the hooks as the SDK does. */
async function play(hooks: NonNullable<Options['hooks']>): Promise<void> {
  for (const { payload } of arrivals('jwt-auth')) {
    const input = payload as unknown as HookInput; // captured from the client
    for (const matcher of hooks[input.hook_event_name] ?? []) {
      for (const hook of matcher.hooks) expect(await hook(input, undefined, { signal: new AbortController().signal })).toEqual({});
    }
  }
}

test('hooks of a query record its session whole, tell the agent nothing, and leave worktrees alone', async () => {
  const hooks = createHookCallbacks(recorder);
  expect([Object.keys(hooks).length, hooks.WorktreeCreate, hooks.PostToolBatch?.length]).toEqual([31, undefined, 1]);
  await play(hooks);
  const records = await recorded();
  expect(records.filter(({ record }) => openers.includes(record.type))).toHaveLength(96);
  expect(records.filter(({ record }) => record.type === 'prompt')).toHaveLength(3);
  const [session] = (await storage.list()).sessions;
  expect(session).toMatchObject({ harness: 'claude-code', outcome: 'success', workspaceName: 'api-service' });
});

test('a session store records thinking and tokens beside them, each fact once, also when rows come twice', async () => {
  const store = createSessionStore(recorder);
  const rows = text('tui-deny/transcripts/-home-dev-api-service/9017587a-959a-4c3e-aad2-c5b85bc484bd.jsonl').trim().split('\n').map((line) => JSON.parse(line) as { type: string; uuid?: string });
  const key = { projectKey: 'p', sessionId: '9017587a-959a-4c3e-aad2-c5b85bc484bd' };
  await store.append(key, rows);
  await store.append(key, rows.slice(0, 10));
  const types = (await recorded()).map(({ record }) => record.type);
  expect(types.filter((type) => type === 'prompt')).toHaveLength(1);
  expect(types.filter((type) => type === 'terminal_command')).toHaveLength(1);
  expect(types).toContain('usage');
  expect(await store.load(key)).toBeNull();
});

test('what goes wrong in the recorder does not reach the agent', async () => {
  const broken = { ...recorder, recordStart: () => Promise.reject(new Error('away')) };
  await play(createHookCallbacks(broken));
  await createSessionStore(broken).append({ projectKey: 'p', sessionId: 's' }, [{ type: 'user', uuid: 'u' }]);
  expect((await storage.list()).sessions).toEqual([]);
});
