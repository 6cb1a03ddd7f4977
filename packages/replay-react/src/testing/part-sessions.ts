import type { JsonObject } from '@playhead/protocol';
import { createReplay, recordsSource, type ReplaySource, type ReplayStore } from '@playhead/replay-core';
import { buildRecords, type Line } from './build-session.ts';
import type { SessionName } from './part-rule.ts';

const HOSTILE = '<script>window.hostile = 1</script><img src=x onerror="window.hostile = 1"><svg onload="window.hostile = 1"></svg> [x](javascript:1) ![y](https://example.invalid/y.png) \u202Etxt \u001b]0;title\u0007\u001b]8;;javascript:1\u001b\\z\u001b]8;;\u001b\\';

/** A session that holds something for every part. */
function session(text: (plain: string) => string): readonly Line[] {
  const say = (plain: string): string => text(plain);
  const data = (fields: JsonObject): JsonObject => fields;
  return [
    { type: 'prompt', data: data({ text: say('Get the suite green'), origin: 'human' }) },
    { type: 'assistant_thinking', data: data({ text: say('The token is compared in milliseconds.') }) },
    { type: 'assistant_text', data: data({ text: say('I run the **tests** first.') }) },
    { type: 'terminal_command', data: data({ command: say('npm test'), tool: 'Bash' }), call: 'c1' },
    { type: 'terminal_output', data: data({ text: say('\u001b[31m1 failed\u001b[0m, 2 passed\r\n'), exitCode: 1 }), call: 'c1' },
    { type: 'test_result', data: data({ framework: 'vitest', failed: 1, passed: 2, cases: [{ name: say('rotates'), suite: say('auth'), status: 'failed', message: say('expected 200 to be 401') }, { name: say('signs'), status: 'passed' }] }), call: 'c1' },
    { type: 'tool_result', data: data({ status: 'failed', text: say('1 failed'), durationUs: 2_000_000 }), call: 'c1' },
    { type: 'tool_call', data: data({ name: 'Edit', kind: 'edit', title: say('src/a.ts'), input: { file_path: say('src/a.ts') } }), call: 'c2' },
    { type: 'file_diff', data: data({ path: say('src/a.ts'), change: 'modified', hunks: [{ oldStart: 4, oldLines: 2, newStart: 4, newLines: 2, lines: [say(' const a = 1;'), `-${say('let b = 2;')}`, `+${say('const b = 2;')}`] }] }), call: 'c2' },
    { type: 'tool_result', data: data({ status: 'ok' }), call: 'c2' },
    { type: 'mcp_call', data: data({ server: say('issues'), tool: say('get_issue'), input: { id: 7, url: say('https://example.org') } }), call: 'c3' },
    { type: 'tool_result', data: data({ status: 'ok', text: say('{"id":7}') }), call: 'c3' },
    { type: 'subagent_start', data: data({ description: say('Review'), prompt: say('Review the diff') }), agent: 'a1' },
    { type: 'permission_request', data: data({ tool: say('WebFetch'), description: say('Fetch a page') }), call: 'c4' },
    { type: 'permission_decision', data: data({ decision: 'denied', source: say('user') }), call: 'c4' },
    { type: 'task_list', data: data({ tasks: [{ id: '1', title: say('Fix the clock'), status: 'in_progress' }] }) },
    { type: 'chapter', data: data({ title: say('Review') }) },
    { type: 'snapshot', data: data({ kind: 'git', ref: say('abc'), label: say('before') }) },
    { type: 'session_checkpoint', data: data({ title: say('Half way') }) },
    { type: 'usage', data: data({ model: say('a-model'), inputTokens: 1200, outputTokens: 300, costUsd: 0.12, scope: 'message' }) },
    { type: 'failure', data: data({ message: say('The connection was lost') }) },
    { type: 'something_new', data: data({ note: say('nobody knows this type') }), seconds: 900 },
    { type: 'final_output', data: data({ title: say('Done'), format: 'markdown', content: say('It **works**.\n\n- one\n- two') }), seconds: 901 },
  ];
}

const END: Line = { type: 'session_stop', data: { outcome: 'success', summary: 'All green.' }, seconds: 902 };
const untilAborted = (signal: AbortSignal): Promise<void> => new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));

function sourceOf(name: SessionName): ReplaySource {
  const records = (lines: readonly Line[]): ReturnType<typeof buildRecords> => buildRecords(lines);
  switch (name) {
    case 'empty': return recordsSource([]);
    case 'loading': return { open: async function* open(signal) { await untilAborted(signal); yield { records: [], upToDate: false }; } };
    case 'failed': return { open: async function* open() { yield { records: [], upToDate: false }; throw new Error('The recording could not be read.'); } };
    case 'live': return { open: async function* open(signal) { yield { records: records(session((plain) => plain)), upToDate: true }; await untilAborted(signal); } };
    case 'full': return recordsSource(records([...session((plain) => plain), END]));
    case 'hostile': return recordsSource(records([...session((plain) => `${plain.slice(0, 1)}${HOSTILE}`), END]));
    case 'huge': return recordsSource(records(Array.from({ length: 2000 }, (_, at) => at).flatMap((at): readonly Line[] => [
      { type: 'assistant_text', data: { text: `message ${at}` } },
      { type: 'terminal_command', data: { command: `echo ${at}`, tool: 'Bash' }, call: `c${at}` },
      { type: 'terminal_output', data: { text: `${at}\n`, exitCode: at % 50 === 0 ? 1 : 0 }, call: `c${at}` },
      { type: 'tool_result', data: { status: at % 50 === 0 ? 'failed' : 'ok' }, call: `c${at}` },
      { type: 'file_diff', data: { path: `src/${at}.ts`, change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }] } },
    ])));
  }
}

/** Opens a replay of one of the sessions that rules are checked on. Everything but `loading` is loaded when it resolves. */
export async function openSession(name: SessionName): Promise<ReplayStore> {
  const store = createReplay(sourceOf(name));
  if (name === 'loading') return store;
  await new Promise<void>((done) => {
    const look = (): void => {
      const { status } = store.getState();
      if (name === 'failed' ? status === 'error' : status !== 'loading') done();
    };
    store.subscribe(look);
    look();
  });
  if (name !== 'live') store.select(store.getState().model.events.at(-1)?.id);
  return store;
}
