import type { HookInput, Options } from '@anthropic-ai/claude-agent-sdk';
import type { SessionStorage, StoredRecord } from '@playhead/protocol';
import { createRecorder, type Recorder } from '@playhead/recorder';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { beforeEach, expect, test } from 'vitest';
import { createHookCallbacks, createSessionStore } from '../src/agent-sdk.ts';
import { memoryTranscripts } from '../src/agent-sdk/memory-transcripts.ts';
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
});

test('a session store gives back what was stored, each row once, those of subagents too, until it was deleted', async () => {
  const store = createSessionStore(recorder);
  const key = { projectKey: 'p', sessionId: 's' };
  const rows = [{ type: 'user', uuid: 'u', message: { content: 'token ghp_0123456789abcdefghijklmnopqrstuvwxyz' } }, { type: 'mode', mode: 'normal' }];
  expect(await store.load(key)).toBeNull();
  await store.append(key, rows);
  await store.append(key, rows.slice(0, 1));
  await store.append({ ...key, subpath: 'subagents/agent-a' }, [{ type: 'user', uuid: 'v' }]);
  expect(await store.load(key)).toEqual(rows);
  expect(await store.load({ ...key, subpath: 'subagents/agent-a' })).toEqual([{ type: 'user', uuid: 'v' }]);
  expect(await store.listSubkeys?.(key)).toEqual(['subagents/agent-a']);
  expect((await store.listSessions?.('p'))?.map(({ sessionId }) => sessionId)).toEqual(['s']);
  await store.delete?.(key);
  expect([await store.load(key), await store.listSubkeys?.(key), await store.load({ projectKey: 'other', sessionId: 's' })]).toEqual([null, [], null]);
});

test('a store of the host keeps the transcripts where there is one, and the memory of the other has an end', async () => {
  const own = memoryTranscripts();
  const store = createSessionStore(recorder, { transcripts: own });
  await store.append({ projectKey: 'p', sessionId: 's' }, [{ type: 'user', uuid: 'u' }]);
  expect(await own.load({ projectKey: 'p', sessionId: 's' })).toHaveLength(1);
  const small = memoryTranscripts(1000);
  for (const sessionId of ['one', 'two']) {
    await small.append({ projectKey: 'p', sessionId }, [{ type: 'user', uuid: 'u', text: 'x'.repeat(600) }]);
    await small.append({ projectKey: 'p', sessionId, subpath: 'a' }, [{ type: 'user', uuid: 'u' }]);
  }
  expect((await small.listSessions('p')).map(({ sessionId }) => sessionId)).toEqual(['two']);
  expect(await small.load({ projectKey: 'p', sessionId: 'one', subpath: 'a' })).toBeNull();
});

test('what goes wrong in the recorder does not reach the agent', async () => {
  const broken = { ...recorder, recordStart: () => Promise.reject(new Error('away')) };
  await play(createHookCallbacks(broken));
  await createSessionStore(broken).append({ projectKey: 'p', sessionId: 's' }, [{ type: 'user', uuid: 'u' }]);
  expect((await storage.list()).sessions).toEqual([]);
});
