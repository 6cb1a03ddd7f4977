import { expect, test } from 'vitest';
import { behaviourOf } from './behaviour.ts';
import { createModel } from './model/create-model.ts';
import { recordBuilder, sampleSession } from './test-support/build-records.ts';

test('a session is summed up: what it changed, ran and asked, and where time and tokens went', () => {
  const { changed, ran, asked, time, tokens } = behaviourOf(createModel().add(sampleSession()));
  expect(changed).toEqual({ files: 1, linesAdded: 2, linesRemoved: 1, commits: 0, most: [{ path: 'src/login.ts', status: 'modified', added: 2, removed: 1 }] });
  expect(ran).toMatchObject({ commands: 3, failedCommands: 1, testRuns: 2, failedTestRuns: 1, mcpCalls: 1, subagents: 1, most: [{ name: 'npm test', count: 2, failed: 1 }, { name: 'rm -rf /', count: 1, failed: 0 }, { name: 'github › create_issue' }] });
  expect(asked).toEqual({ prompts: 2, machinePrompts: 0, permissions: 0, questions: 0, denied: 1 });
  expect(time.byKind).toMatchObject([{ kind: 'test', durationUs: 6_000_000 }, { kind: 'edit' }]);
  expect(time.longest[0]).toMatchObject({ stepId: 'c1', durationUs: 3_000_000 });
  expect(tokens.most).toMatchObject([{ tokens: 15 }]);
  expect(tokens.byAgent).toEqual([{ agentId: 'main', tokens: 15 }]);
});

test('what was read and what people were asked is counted', () => {
  const record = recordBuilder();
  const read = (path: string) => record('file_read', { path });
  const { read: reads, asked } = behaviourOf(createModel().add([
    record('prompt', { text: 'go', origin: 'human' }), record('prompt', { text: 'tick', origin: 'machine' }),
    read('a.ts'), read('b.ts'), read('a.ts'), record('search', { query: 'x' }), record('web_fetch', { url: 'https://example.org' }),
    record('permission_request', { tool: 'Bash' }), record('elicitation', { server: 's', phase: 'request' }), record('elicitation', { server: 's', phase: 'response' }),
  ]), { most: 1 });
  expect(reads).toEqual({ files: 2, searches: 1, fetches: 1, most: [{ path: 'a.ts', reads: 2 }] });
  expect(asked).toEqual({ prompts: 1, machinePrompts: 1, permissions: 1, questions: 1, denied: 0 });
});

test('an empty session did nothing', () => {
  expect(behaviourOf(createModel().model)).toMatchObject({ read: { files: 0, most: [] }, ran: { commands: 0, most: [] }, time: { wallMs: 0, longest: [] }, tokens: { most: [], byAgent: [] } });
});
