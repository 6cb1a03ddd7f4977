import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SessionsPage } from './SessionsPage.tsx';

let server: Server;
let answer: RequestListener;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // a server that listens on a port has no other address
  const real = globalThis.fetch;
  // A page fetches from its own origin; jsdom has none, so addresses get that of the server.
  vi.stubGlobal('fetch', (path: string, { headers }: RequestInit) => real(`http://127.0.0.1:${port}${path}`, { headers: headers ?? {} }));
});

afterEach(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const session = {
  sessionId: 's1', name: 'Add JWT auth', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api-service', status: 'completed', outcome: 'failed',
  startedAt: 1_760_000_000_000_000, updatedAt: 1_760_000_073_000_000, events: 1442, prompt: 'Rotate <b>tokens</b>', generation: 0,
};

function answerWith(sessions: readonly object[], next?: string): void {
  answer = (_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ sessions, next }));
}

test('says that the sessions are being loaded until the server answers', async () => {
  answer = () => undefined;
  render(<SessionsPage go={() => undefined} />);
  expect(screen.getByRole('status')).toHaveTextContent('Loading the sessions');
  expect(document.title).toBe('Sessions · Playhead');
});

test('says how to begin when nothing was recorded', async () => {
  answerWith([]);
  render(<SessionsPage go={() => undefined} />);
  expect(await screen.findByText('No sessions yet')).toBeVisible();
});

test('says what to do when the server fails', async () => {
  answer = (_request, response) => response.writeHead(503).end();
  render(<SessionsPage go={() => undefined} />);
  expect(await screen.findByRole('alert')).toHaveTextContent('answered 503');
});

test('says what to do when the server is gone', async () => {
  answer = (request) => request.socket.destroy();
  render(<SessionsPage go={() => undefined} />);
  expect(await screen.findByRole('alert')).toHaveTextContent('The Playhead server cannot be reached. Start it with');
});

test('shows each session with its outcome, agent, duration and events, and markup as text', async () => {
  answerWith([session]);
  render(<SessionsPage go={() => undefined} />);
  const link = await screen.findByRole('link', { name: /Add JWT auth/ });
  expect(link).toHaveAttribute('href', '/sessions/s1');
  expect(link).toHaveTextContent('Rotate <b>tokens</b>');
  const row = within(screen.getAllByRole('row')[1] as HTMLElement); // the second row is the session's
  for (const words of ['Failed', 'Claude Code', 'api-service', '01:13', '1,442']) expect(row.getByText(words)).toBeInTheDocument();
});

test('opens a session without loading the page anew', async () => {
  answerWith([session]);
  const went: string[] = [];
  render(<SessionsPage go={(path) => went.push(path)} />);
  await userEvent.setup().click(await screen.findByRole('link', { name: /Add JWT auth/ }));
  expect(went).toEqual(['/sessions/s1']);
});

test('searches on the server and says when nothing matches', async () => {
  answer = (request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ sessions: request.url?.includes('search=redis') ? [] : [session] }));
  render(<SessionsPage go={() => undefined} />);
  await screen.findByRole('link', { name: /Add JWT auth/ });
  await userEvent.setup().type(screen.getByRole('searchbox', { name: 'Search sessions' }), 'redis');
  expect(await screen.findByText('No session matches')).toBeVisible();
});
