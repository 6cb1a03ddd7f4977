import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { encodeRecord, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { createHandler, type Handler } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SessionsPage } from './SessionsPage.tsx';

const HOST = 'http://127.0.0.1:7433';
const TODAY = Date.now();
let storage: SessionStorage;
let handler: Handler;
let answer: (request: Request) => Promise<Response>;
let asked: string[];

beforeEach(() => {
  storage = memoryStorage();
  handler = createHandler({ storage });
  answer = (request) => handler(request, { port: 7433, remoteAddress: '127.0.0.1' });
  asked = [];
  // A page fetches from its own origin; jsdom has none, so addresses get that of the server.
  vi.stubGlobal('fetch', (path: string, { headers, method = 'GET', body = null }: RequestInit) => {
    asked.push(path);
    return answer(new Request(HOST + path, { headers: headers ?? {}, method, body }));
  });
  window.history.replaceState(null, '', '/sessions');
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await handler.close();
});

const uuid = (number: number): string => `01980000-0000-7000-8000-${String(number).padStart(12, '0')}`;

async function record(number: number, data: JsonObject, ...more: readonly { readonly type: string; readonly data: JsonObject }[]): Promise<string> {
  const id = uuid(number);
  const header = { sessionId: id, name: `Session ${number}`, harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api-service', ...data };
  const at = (TODAY - number * 60_000) * 1000;
  await storage.create(header, { at });
  await storage.append(id, [{ type: 'session_start', data: header }, ...more].map(({ type, data: fields }, n) => encodeRecord({ id: `${id}-${n}`, p: 'p', e: 0, n, at: at + n * 73_000_000, type, via: 'sdk', data: fields })));
  return id;
}

const show = (): { readonly went: string[] } => {
  const went: string[] = [];
  render(<SessionsPage go={(path) => went.push(path)} onFiles={() => undefined} refreshMs={40} />);
  return { went };
};

test('says that the sessions are being loaded until the server answers', async () => {
  answer = () => new Promise(() => undefined);
  show();
  expect(screen.getByRole('status', { name: 'Loading sessions' })).toBeVisible();
  expect(document.title).toBe('Sessions · Playhead');
});

test('says how to begin when nothing was recorded, and shows the first session as soon as it is', async () => {
  show();
  expect(await screen.findByText('No sessions yet')).toBeVisible();
  expect(screen.getByText('npx playhead init claude')).toBeVisible();
  await record(1, { name: 'Add JWT auth' });
  expect(await screen.findByRole('link', { name: 'Add JWT auth' })).toBeVisible();
  await vi.waitFor(() => expect(document.title).toBe('Sessions (1 live) · Playhead'));
});

test('says what to do when the server fails, and tries again when asked', async () => {
  const works = answer;
  await record(1, {});
  answer = async () => new Response('', { status: 503 });
  render(<SessionsPage go={() => undefined} onFiles={() => undefined} refreshMs={1e6} />);
  expect(await screen.findByRole('alert')).toHaveTextContent('The Playhead server answered 503.');
  answer = works;
  await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'Session 1' })).toBeVisible();
});

test('says what to do when the server is gone, keeps the rows, and goes on by itself when it is back', async () => {
  const works = answer;
  await record(1, {});
  show();
  await screen.findByRole('link', { name: 'Session 1' });
  answer = () => Promise.reject(new TypeError('fetch failed'));
  expect(await screen.findByText(/cannot be reached. Start it with “npx playhead serve”/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'Session 1' })).toBeVisible();
  answer = works;
  await vi.waitFor(() => expect(screen.queryByText('This list is not up to date.')).toBeNull());
});

test('shows what the server knows of each session, and markup as text', async () => {
  await record(1, { name: 'Add JWT auth', prompt: 'Rotate <b>tokens</b>' }, { type: 'session_stop', data: { outcome: 'failed' } });
  show();
  expect(await screen.findByRole('link', { name: 'Add JWT auth' })).toHaveAttribute('href', `/sessions/${uuid(1)}`);
  const row = screen.getAllByRole('row')[1];
  for (const words of ['Failed', 'Rotate <b>tokens</b>', 'api-service', 'Claude Code', '01:13']) expect(row).toHaveTextContent(words);
});

test('updates a live session while it goes on, and takes away one that was deleted', async () => {
  const id = await record(1, { name: 'Backfill' });
  await record(2, { name: 'Other' });
  show();
  await screen.findByRole('link', { name: 'Backfill' });
  await storage.append(id, [encodeRecord({ id: 'stop', p: 'p', e: 0, n: 9, at: TODAY * 1000, type: 'session_stop', via: 'sdk', data: { outcome: 'success' } })]);
  await vi.waitFor(() => expect(screen.getAllByRole('row')[1]).toHaveTextContent('Succeeded'));
  await storage.delete(uuid(2));
  await vi.waitFor(() => expect(screen.queryByRole('link', { name: 'Other' })).toBeNull());
});

test('does not ask while nobody sees the page, and at once when it is seen again', async () => {
  await record(1, {});
  const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  show();
  await screen.findByRole('link', { name: 'Session 1' });
  // What can be imported is asked for once, when the list is there: that is none of the list's own questions.
  const lists = (): number => asked.filter((path) => path.startsWith('/api/v1/sessions')).length;
  const before = lists();
  await new Promise((done) => setTimeout(done, 120));
  expect(lists()).toBe(before);
  await record(2, {});
  seen.mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(await screen.findByRole('link', { name: 'Session 2' })).toBeVisible();
  seen.mockRestore();
});

test('opens a session without loading the page anew', async () => {
  await record(1, { name: 'Add JWT auth' });
  const { went } = show();
  await userEvent.setup().click(await screen.findByRole('link', { name: 'Add JWT auth' }));
  expect(went).toEqual([`/sessions/${uuid(1)}`]);
});

test('keeps search and filters in the address, and reads them from it', async () => {
  await record(1, { name: 'Add JWT auth' }, { type: 'session_stop', data: { outcome: 'failed' } });
  await record(2, { name: 'Fix the typo' }, { type: 'session_stop', data: { outcome: 'success' } });
  window.history.replaceState(null, '', '/sessions?outcome=failed&nonsense=1');
  show();
  expect(await screen.findByRole('link', { name: 'Add JWT auth' })).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Fix the typo' })).toBeNull();
  await userEvent.setup().type(screen.getByRole('searchbox'), 'redis');
  expect(screen.getByText('Nothing with “redis” failed.')).toBeVisible();
  await vi.waitFor(() => expect(window.location.search).toBe('?outcome=failed&search=redis'));
});

test('brings all pages of the server together', async () => {
  for (let number = 1; number <= 520; number++) await record(number, {});
  show();
  expect(await screen.findByText('50 of 520 sessions')).toBeVisible();
  expect(asked.filter((path) => path.includes('cursor='))).toHaveLength(1);
});

test('pins a session on the server, and says when it may not', async () => {
  await record(1, { name: 'Add JWT auth' });
  const user = userEvent.setup();
  show();
  await user.click(await screen.findByRole('button', { name: 'Keep Add JWT auth', pressed: false }));
  expect(await screen.findByRole('button', { name: 'Keep Add JWT auth', pressed: true })).toBeVisible();
  expect((await storage.annotations(uuid(1))).map(({ type }) => type)).toHaveLength(1);
  const works = answer;
  answer = (request) => (request.method === 'PUT' ? Promise.resolve(new Response('', { status: 403 })) : works(request));
  await user.click(screen.getByRole('button', { name: 'Keep Add JWT auth' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('this page may only read');
});

test('asks the server for counts and for what fits where not all sessions are here', async () => {
  for (let number = 1; number <= 2_010; number++) await record(number, { project: number > 2_005 ? 'rare' : 'usual' });
  show();
  const project = await screen.findByRole('combobox', { name: 'Project' });
  const rare = await screen.findByRole('option', { name: 'rare (5)' });
  await userEvent.setup().selectOptions(project, rare);
  expect(await screen.findByRole('link', { name: 'Session 2007' })).toBeVisible();
  expect(await screen.findByText('5 of 5 sessions')).toBeVisible();
});

test('opens views that everybody has, and keeps one under a name for this browser', async () => {
  window.localStorage.clear();
  await record(1, { name: 'Add JWT auth' }, { type: 'session_stop', data: { outcome: 'failed' } });
  await record(2, { name: 'Fix the typo' }, { type: 'session_stop', data: { outcome: 'success' } });
  const user = userEvent.setup();
  show();
  await screen.findByRole('link', { name: 'Fix the typo' });
  expect(screen.getByRole('link', { name: 'Failed this week' })).toHaveAttribute('href', '/sessions?outcome=failed&period=7d');
  await user.click(screen.getByRole('link', { name: 'Failed this week' }));
  expect(screen.queryByRole('link', { name: 'Fix the typo' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Save view' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Duration' }));
  await user.click(screen.getByRole('button', { name: 'Save view' }));
  await user.keyboard('Longest failures{Enter}');
  await vi.waitFor(() => expect(window.location.search).toBe('?outcome=failed&period=7d&sort=duration'));
  await user.click(screen.getByRole('link', { name: 'All' }));
  expect(screen.getByRole('link', { name: 'Longest failures' })).toHaveAttribute('href', '/sessions?outcome=failed&period=7d&sort=duration');
  await user.click(screen.getByRole('link', { name: 'Longest failures' }));
  expect(screen.getByRole('columnheader', { name: 'Duration' })).toHaveAttribute('aria-sort', 'descending');
  await user.click(screen.getByRole('button', { name: 'Remove the view Longest failures' }));
  expect(window.localStorage.getItem('playhead.views')).toBe('[]');
});

test('shows the rows of a long list, and takes what is typed, while the others are on their way', async () => {
  for (let number = 1; number <= 120; number++) await record(number, number % 40 === 7 ? { name: `Rotate tokens ${number}` } : {});
  const works = answer;
  answer = (request) => (request.url.includes('cursor=') ? new Promise(() => undefined) : works(request));
  render(<SessionsPage go={() => undefined} onFiles={() => undefined} refreshMs={1e6} />);
  expect(await screen.findByText('50 of 50+ sessions')).toBeVisible();
  await userEvent.setup().type(screen.getByRole('searchbox'), 'tokens');
  expect(screen.getByRole('link', { name: 'Rotate tokens 7' })).toBeVisible();
  expect(asked.some((path) => path.includes('facets'))).toBe(false);
});
