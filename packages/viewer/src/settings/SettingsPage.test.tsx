import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createIdSource, encodeRecord, type RemovalEntry, type SessionStorage } from '@playhead/protocol';
import type { RetentionPolicy } from '@playhead/replay-core/retention';
import { createHandler, createToken, type Handler, type HandlerOptions } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from '../App.tsx';

const HOST = 'http://127.0.0.1:7433';
const DAY_US = 86_400_000_000;
const nextId = createIdSource();
const { secret, token } = createToken({ kind: 'read', name: 'for the team' });
let storage: SessionStorage;
let handler: Handler | undefined;
let policy: RetentionPolicy | undefined;

beforeEach(() => {
  storage = memoryStorage();
  policy = { maxAgeDays: 90 };
  window.localStorage.clear();
  window.history.replaceState(null, '', '/settings?project=shop');
});
afterEach(async () => {
  vi.unstubAllGlobals();
  delete document.documentElement.dataset['theme'];
  await handler?.close();
  handler = undefined;
});

async function stopped(daysAgo: number, name: string): Promise<void> {
  const at = Date.now() * 1000 - daysAgo * DAY_US;
  const { sessionId } = await storage.create({ sessionId: nextId(), name, harness: 'h', agentName: 'a', workspaceName: 'w' }, { at });
  await storage.append(sessionId, ['session_stop', 'session_status'].map((type, n) => encodeRecord({ id: nextId(), p: 'p', e: 0, n, at: at + n, type, via: 'sdk', data: type === 'session_status' ? { status: 'completed' } : {} })));
}

const removal = (more: Partial<RemovalEntry>): RemovalEntry => ({ schemaVersion: 1, id: 'r1', at: Date.now() * 1000, state: 'began', action: 'prune', sessionId: '01980000-0000-7000-8000-00000000000a', rule: 'age', by: 'schedule', ...more });

function open(options: Partial<HandlerOptions> & { readonly shows?: string } = {}): void {
  const { shows, ...more } = options;
  const served = (handler = createHandler({
    storage, version: '1.2.3', access: { tokens: { list: () => (shows === undefined ? [] : [token]) } },
    retention: { policyOf: () => (policy ? { policy, from: 'workspace', path: '/data/settings.json' } : { policy: {}, from: 'nobody' }), setPolicy: (_, next) => { policy = next; }, auditOf: async () => [removal({}), removal({ state: 'done', bytes: 12_000 }), removal({ id: 'r2', action: 'delete', by: 'ada\u202e' })], firstMs: 3_600_000 },
    ...more,
  }));
  // A page fetches from its own origin; jsdom has none, so addresses get that of the server.
  vi.stubGlobal('fetch', (path: string, { headers, method = 'GET', body = null }: RequestInit) =>
    served(new Request(HOST + path, { headers: headers ?? {}, method, body }), { port: 7433, remoteAddress: shows === undefined ? '127.0.0.1' : '203.0.113.7' }));
  render(<App token={shows} />);
}

const section = async (name: string): Promise<ReturnType<typeof within>> => within(await screen.findByRole('region', { name }));

test('says how sessions are recorded and kept, what was removed, and what the server is', async () => {
  open();
  const retention = await section('Retention');
  expect(await retention.findByRole('textbox', { name: 'Days after the last record' })).toHaveValue('90');
  expect(retention.getByText('/data/settings.json')).toBeVisible();
  expect((await section('Recording')).getByText(/secrets and personal data/)).toBeVisible();
  const removed = await section('Removed');
  expect(await removed.findAllByRole('row')).toHaveLength(3);
  expect(removed.getByRole('row', { name: /Pruned, too old schedule/ })).toHaveTextContent('12 kB');
  expect(removed.getByRole('row', { name: /Deleted, too old, began, and is not finished/ })).toBeVisible();
  expect((await section('Server')).getByText('1.2.3')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Sessions' })).toHaveAttribute('href', '/sessions?project=shop');
  expect(document.title).toBe('Settings · Playhead');
});

test('what would go by other limits is shown before they are saved, and nothing goes by looking', async () => {
  await stopped(200, 'Very old');
  await stopped(40, 'Old\u202e');
  await stopped(1, 'New');
  open();
  const user = userEvent.setup();
  const retention = await section('Retention');
  const days = await retention.findByRole('textbox', { name: 'Days after the last record' });
  await user.clear(days);
  await user.type(days, '30');
  await user.click(retention.getByRole('button', { name: 'What would go' }));
  const preview = within(await retention.findByRole('region', { name: 'What would go' }));
  expect(preview.getByRole('status')).toHaveTextContent(/^2 sessions would go now, .* of 3 sessions\./);
  expect(preview.getByRole('row', { name: /^Old\ufffd/ })).toHaveTextContent('too old');
  expect([(await storage.list()).sessions.length, policy]).toEqual([3, { maxAgeDays: 90 }]);
  await user.type(retention.getByRole('textbox', { name: 'Gigabytes at most' }), '1.5');
  await user.click(retention.getByRole('button', { name: 'Save' }));
  expect(await retention.findByText(/^Saved/)).toBeVisible();
  expect(policy).toEqual({ maxAgeDays: 30, maxBytes: 1_500_000_000 });
  await user.click(retention.getByRole('button', { name: 'Take back' }));
  await vi.waitFor(() => expect(policy).toBeUndefined());
});

test.each(['-1', '1e3', '9 days', '1,5', '99999999999999999999'])('%j is no limit: nothing is saved, and nothing asked', async (typed) => {
  open();
  const retention = await section('Retention');
  await userEvent.setup().type(await retention.findByRole('textbox', { name: 'Sessions at most' }), typed);
  expect(retention.getByRole('alert')).toHaveTextContent('Limits are numbers from 0');
  for (const name of ['Save', 'What would go']) expect(retention.getByRole('button', { name })).toBeDisabled();
});

test('a token that may only read sees what it may not, and is not asked for another one', async () => {
  open({ shows: secret });
  expect((await section('Retention')).getByText(/may not see or change what is removed/)).toBeVisible();
  expect((await section('Server')).getByText('may read, with the token for the team')).toBeVisible();
  expect(screen.queryByRole('region', { name: 'Removed' })).toBeNull();
  expect(screen.queryByRole('heading', { name: /token/i })).toBeNull();
});

test('where nobody is granted to change limits, or nothing is removed at all, that is said', async () => {
  open({ retention: { policyOf: () => ({ policy: { maxCount: 5 }, from: 'user' }), firstMs: 3_600_000 } });
  const retention = await section('Retention');
  expect(await retention.findByText(/does not let its pages change/)).toBeVisible();
  expect(retention.queryByRole('button', { name: 'Save' })).toBeNull();
  expect(retention.getByRole('button', { name: 'What would go' })).toBeEnabled();
});

test('a theme is chosen for this browser and shown at once', async () => {
  open();
  await userEvent.setup().click(await screen.findByRole('button', { name: 'Dark' }));
  expect([document.documentElement.dataset['theme'], window.localStorage.getItem('playhead.theme')]).toEqual(['dark', 'dark']);
  await userEvent.setup().click(screen.getByRole('button', { name: 'As this machine' }));
  expect([document.documentElement.dataset['theme'], window.localStorage.getItem('playhead.theme')]).toEqual([undefined, null]);
});
