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

async function append(type: string, data: JsonObject): Promise<void> {
  const at = Date.now() * 1000;
  await storage.append(ID, [encodeRecord({ id: `r${number}`, p: 'p', e: 0, n: number++, at, type, via: 'gateway', data, call: 'c1' })]);
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
