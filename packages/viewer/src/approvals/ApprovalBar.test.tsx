import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { encodeRecord, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { createHandler, type Handler } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SessionPage } from '../SessionPage.tsx';

const ID = '01980000-0000-7000-8000-000000000001';
const APPROVAL = '01980000-0000-7000-8000-000000000002';
let storage: SessionStorage;
let handler: Handler;
let number = 0;

async function append(type: string, data: JsonObject, p = 'p', call = 'c1'): Promise<void> {
  const at = Date.now() * 1000;
  await storage.append(ID, [encodeRecord({ id: `r${number}`, p, e: 0, n: number++, at, type, via: 'gateway', data, call })]);
}

beforeEach(async () => {
  number = 0;
  storage = memoryStorage();
  handler = createHandler({ storage });
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => handler(new Request(`http://127.0.0.1:7433${path}`, init.signal ? { ...init, signal: null } : init), { port: 7433, remoteAddress: '127.0.0.1' }));
  window.history.replaceState(null, '', `/sessions/${ID}`);
  const header = { sessionId: ID, name: 'MCP server files', harness: 'mcp', agentName: 'MCP client', workspaceName: 'shop' };
  await storage.create(header);
  await append('session_start', header);
  await append('mcp_call', { server: 'files', tool: 'write', input: { path: 'a.txt' } });
  await append('permission_request', { tool: 'write', server: 'files', rule: 'ask', approvalId: APPROVAL, message: 'Writing needs an approval.', identity: 'user:ada@example.com', task: 'SHOP-42', expiresAt: (Date.now() + 600_000) * 1000 });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await handler.close();
});

test('a call that waits is shown with its rule, and a key approves it', async () => {
  const user = userEvent.setup();
  render(<SessionPage id={ID} go={() => {}} />);
  const region = await screen.findByRole('region', { name: 'Calls that wait for an approval' });
  expect(region).toHaveTextContent('files › write waits for an approval');
  expect(region).toHaveTextContent('Writing needs an approval. · Rule ask · user:ada@example.com · SHOP-42');
  expect(region).toHaveTextContent('{"path":"a.txt"}');
  screen.getByRole('button', { name: 'Approve files › write' }).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(screen.getByText('Approved')).toBeVisible());
  expect(await storage.annotations(ID)).toMatchObject([{ type: 'approval', data: { approvalId: APPROVAL, decision: 'approved' } }]);
  await user.click(screen.getByRole('button', { name: 'Deny files › write' }));
  await waitFor(() => expect(screen.getByText('Somebody decided otherwise already.')).toBeVisible());
  await append('permission_decision', { decision: 'allowed', by: 'user', approvalId: APPROVAL });
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Calls that wait for an approval' })).toBeNull());
}, 30_000);

test('what is approved is what the gateway holds, all of it, whatever the agent records of the call', async () => {
  const input = { path: `/home/${'a'.repeat(400)}/../../etc/passwd`, text: 'a\u202eb' };
  await append('permission_decision', { decision: 'denied', by: 'policy', approvalId: APPROVAL });
  await append('mcp_call', { server: 'files', tool: 'write', input }, 'p', 'c2');
  await append('tool_call', { name: 'mcp__files__write', input: { path: 'harmless.txt' } }, 'agent', 'c2');
  const ask = { tool: 'write', server: 'files', approvalId: '01980000-0000-7000-8000-000000000003', expiresAt: (Date.now() + 600_000) * 1000 };
  await append('permission_request', ask, 'p', 'c2');
  render(<SessionPage id={ID} go={() => {}} />);
  const region = await screen.findByRole('region', { name: 'Calls that wait for an approval' });
  expect(region).toHaveTextContent('/../../etc/passwd');
  expect(region).toHaveTextContent('a\\u{202e}b');
  expect(region).not.toHaveTextContent('harmless.txt');
  expect(screen.getAllByRole('button', { name: /^Approve/ }).map((button) => button.getAttribute('aria-label'))).toEqual(['Approve files › write']);
  await append('permission_request', { ...ask, tool: 'read' }, 'agent', 'c2');
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Calls that wait for an approval' })).toBeNull()); // told in two ways
}, 30_000);
