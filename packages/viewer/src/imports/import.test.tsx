import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import type { HarnessAdapter, HistorySession } from '@playhead/recorder';
import { createHandler, type Handler } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SessionsPage } from '../SessionsPage.tsx';

const DAY = Date.UTC(2026, 10, 20) * 1000;
let storage: SessionStorage;
let handler: Handler | undefined;
/** Lets the next session be read. @returns Whether one waited. */
let next: () => boolean;

/** A harness that keeps as many sessions as wanted. */
function harnessWith(count: number, fail?: Error): HarnessAdapter {
  const gates: (() => void)[] = [];
  next = () => {
    const gate = gates.shift();
    gate?.();
    return gate !== undefined;
  };
  const sessions = Array.from({ length: count }, (_, index): HistorySession => ({ harnessSessionId: `s${index}`, path: `/work/s${index}.jsonl`, bytes: 1_500_000, updatedAt: DAY + index }));
  return {
    name: 'claude', harness: 'claude-code', sessionOf: () => undefined, beginsSession: () => false, initialState: () => ({}), restore: (state) => state, gather: async () => ({}), reduce: (state) => ({ state, records: [] }),
    headerOf: () => ({ name: '', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'work' }),
    history: {
      survey: async () => ({ sessions: count, bytes: count * 1_500_000, ...(count > 0 && { newestAt: DAY }) }),
      find: async () => { if (fail) throw fail; return sessions; },
      ofPayload: async () => undefined, isDue: () => false, remember: () => ({ take: () => undefined, lets: () => true }),
      async open({ harnessSessionId, bytes }) {
        await new Promise<void>((resolve) => { gates.push(resolve); });
        return { header: { name: `Session ${harnessSessionId}`, harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'work' }, startedAt: DAY, lastAt: DAY, finish: () => [], async *read() { yield { records: [], kind: 'bookkeeping', lines: 1, bytes }; } };
      },
    },
  };
}

function serve(harness: HarnessAdapter, histories = true): void {
  const own = createHandler({ storage, harnesses: [harness], histories });
  handler = own;
  vi.stubGlobal('fetch', (path: string, { headers, method = 'GET' }: RequestInit = {}) => own(new Request(`http://127.0.0.1:7433${path}`, { method, headers: headers ?? {} }), { port: 7433, remoteAddress: '127.0.0.1' }));
}

const show = (): void => { render(<SessionsPage go={() => undefined} onFiles={() => undefined} refreshMs={40} />); };

beforeEach(() => {
  storage = memoryStorage();
  window.history.replaceState(null, '', '/sessions');
});
afterEach(async () => {
  for (let count = 0; count < 5; count += 1) next();
  await handler?.close();
  vi.unstubAllGlobals();
});

test('offers what the agent kept, brings it in on one click, and says how far it is', async () => {
  serve(harnessWith(2));
  show();
  expect(await screen.findByText('Claude Code kept 2 sessions on this machine: 3 MB, the newest of November 20, 2026.')).toBeVisible();
  expect(screen.getByText('npx playhead init claude')).toBeVisible();
  await userEvent.setup().click(screen.getByRole('button', { name: 'Import 2 sessions' }));
  expect(await screen.findByText('Importing 1 of 2 sessions')).toBeVisible();
  next();
  expect(await screen.findByRole('link', { name: 'Session s1' })).toBeVisible();
  expect(await screen.findByText('Importing 2 of 2 sessions')).toBeVisible();
  expect(screen.getByRole('progressbar')).toHaveAttribute('value', '1500000');
  next();
  expect(await screen.findByText('2 sessions imported')).toBeVisible();
  expect(await screen.findByRole('link', { name: 'Session s0' })).toBeVisible();
  await userEvent.setup().click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.queryByText('2 sessions imported')).toBeNull();
});

test('an import can be stopped, and gone on with', async () => {
  serve(harnessWith(2));
  show();
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Import 2 sessions' }));
  await screen.findByRole('button', { name: 'Stop' });
  await vi.waitFor(() => expect(next()).toBe(true));
  await screen.findByRole('link', { name: 'Session s1' });
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  next();
  await user.click(await screen.findByRole('button', { name: 'Go on' }));
  await vi.waitFor(() => { next(); expect(screen.getByText(/^(?:[12] sessions? imported|Sessions brought up to date)$/)).toBeVisible(); });
  expect((await storage.list()).sessions).toHaveLength(2);
});

test('a page that is loaded anew follows the import that runs', async () => {
  serve(harnessWith(2));
  await fetch('/api/v1/imports/claude', { method: 'POST' });
  await vi.waitFor(() => expect(next()).toBe(true));
  await vi.waitFor(async () => expect((await storage.list()).sessions).toHaveLength(1));
  show();
  expect(await screen.findByText('Importing 2 of 2 sessions')).toBeVisible();
  next();
  expect(await screen.findByText(/imported$/)).toBeVisible();
});

test('says why an import failed, and tries again', async () => {
  serve(harnessWith(1, new PlayheadError('storage_full', 'The disk is full. Make room.')));
  show();
  await userEvent.setup().click(await screen.findByRole('button', { name: 'Import 1 session' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The import failed');
  await vi.waitFor(() => expect(screen.getByText('The disk is full. Make room.')).toBeVisible()); // drawn anew once the server has said it, too
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
});

test.each([['keeps nothing', 0, true], ['may not be looked at', 3, false]])('offers nothing where the agent %s', async (_what, count, histories) => {
  serve(harnessWith(count), histories);
  const answered = vi.spyOn(globalThis, 'fetch');
  show();
  expect(await screen.findByText('No sessions yet')).toBeVisible();
  await vi.waitFor(() => expect(answered.mock.calls.some(([path]) => path === '/api/v1/imports')).toBe(true));
  await Promise.all(answered.mock.results.map(({ value }) => value as Promise<Response>)); // what fetch gives
  expect(screen.queryByRole('button', { name: /^Import/ })).toBeNull();
});
