import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { encodeRecord, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { createHandler, type Handler } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SessionPage } from './SessionPage.tsx';

const HOST = 'http://127.0.0.1:7433';
const ID = '01980000-0000-7000-8000-000000000001';
let storage: SessionStorage;
let handler: Handler;
let answer: (request: Request) => Promise<Response>;

beforeEach(async () => {
  storage = memoryStorage();
  handler = createHandler({ storage });
  answer = (request) => handler(request, { port: 7433, remoteAddress: '127.0.0.1' });
  // A page fetches from its own origin; jsdom has none, so addresses get that of the server.
  vi.stubGlobal('fetch', (path: string, { headers }: RequestInit) => answer(new Request(HOST + path, { headers: headers ?? {} })));
  window.history.replaceState(null, '', `/sessions/${ID}`);
  const header = { sessionId: ID, name: 'Add JWT auth', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api-service' };
  await storage.create(header, { at: 1_760_000_000_000_000 });
  const events: readonly (readonly [type: string, data: JsonObject])[] = [
    ['session_start', header], ['prompt', { text: 'Get the suite green', origin: 'human' }], ['terminal_command', { command: 'npm test', tool: 'Bash' }], ['assistant_text', { text: 'Done', messageId: 'm1' }],
    ['session_stop', { outcome: 'success' }], ['session_status', { status: 'completed' }],
  ];
  await storage.append(ID, events.map(([type, data], n) => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n * 1_000_000, type, via: 'sdk', data })));
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await handler.close();
});

const show = (): { readonly went: string[]; readonly user: ReturnType<typeof userEvent.setup> } => {
  const went: string[] = [];
  render(<SessionPage id={ID} go={(path) => went.push(path)} />);
  return { went, user: userEvent.setup() };
};

const selected = (): Promise<string | null> => vi.waitFor(() => {
  const words = screen.getByRole('slider', { name: 'Session timeline' }).getAttribute('aria-valuetext');
  expect(words).toBeTruthy();
  return words;
});

test('opens the moment and the tab that the address names, and names the page', async () => {
  window.history.replaceState(null, '', '#e=r2&tab=raw');
  show();
  expect(await screen.findByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
  await vi.waitFor(async () => expect(await selected()).toMatch(/npm test/));
  expect(document.querySelector('[data-part=inspector]')).toHaveAttribute('data-tab', 'raw');
  expect(document.title).toBe('Add JWT auth · Playhead');
}, 30_000);

test('a session that is made private while it is open says so, and shows nothing of it', async () => {
  show();
  expect(await screen.findByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
  await answer(new Request(`${HOST}/api/v1/sessions/${ID}/drop`, { method: 'POST' }));
  expect(await screen.findByText('This session was made private')).toBeVisible();
  expect(screen.queryByText('Add JWT auth')).toBeNull();
  expect(document.title).toBe('Private session · Playhead');
}, 30_000);

test('keeps the address at the moment that is looked at', async () => {
  const { user } = show();
  await screen.findByRole('heading', { name: 'Add JWT auth' });
  screen.getByRole('slider', { name: 'Session timeline' }).focus();
  await user.keyboard('{Home}2{Shift>}{ArrowRight}{/Shift}{Shift>}{ArrowRight}{/Shift}');
  await vi.waitFor(() => expect(window.location.hash).toMatch(/^#e=r\d&tab=diff$/));
}, 30_000);

test('whoever gave a name and pressed Enter goes on by keys', async () => {
  const { user } = show();
  await screen.findByRole('heading', { name: 'Add JWT auth' });
  await user.click(screen.getByRole('textbox', { name: 'Reviewing as' }));
  await user.keyboard('{Control>}a{/Control}Ada{Enter}');
  expect(screen.getByRole('textbox', { name: 'Reviewing as' })).toHaveValue('Ada');
  await user.keyboard('6');
  await vi.waitFor(() => expect(document.querySelector('[data-part=inspector]')).toHaveAttribute('data-tab', 'raw'));
}, 30_000);

test('leads back to the list by its link and by q', async () => {
  const { went, user } = show();
  await screen.findByRole('heading', { name: 'Add JWT auth' });
  await user.click(screen.getByRole('link', { name: 'All sessions' }));
  screen.getByRole('slider', { name: 'Session timeline' }).focus();
  await user.keyboard('q');
  expect(went).toEqual(['/sessions', '/sessions']);
}, 30_000);

test('says that there is no such session, and loads it again when asked', async () => {
  const found = answer;
  answer = async () => Response.json({ code: 'session_not_found', message: 'No such session.' }, { status: 404 });
  const { user } = show();
  expect(await screen.findByRole('alert')).toHaveTextContent('There is no such session');
  answer = found;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
}, 30_000);
