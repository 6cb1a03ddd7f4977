import { encodeRecord, type JsonObject } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { expect, test } from 'vitest';
import { listApprovals } from '../src/approvals.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const APPROVAL = '01980000-0000-7000-8000-000000000002';

test('a call that waits is listed as the gateway tells it, whatever else is recorded of it', async () => {
  const storage = memoryStorage();
  const header = { sessionId: ID, name: 'files', harness: 'mcp', agentName: 'MCP client', workspaceName: 'shop' };
  await storage.create(header);
  let n = 0;
  const append = (p: string, type: string, data: JsonObject): Promise<unknown> => storage.append(ID, [encodeRecord({ id: `r${n}`, p, e: 0, n: n++, at: Date.now() * 1000, type, via: 'gateway', data, call: 'c1' })]);
  const ask = { tool: 'write', server: 'files', rule: 'ask', approvalId: APPROVAL, expiresAt: (Date.now() + 600_000) * 1000 };
  await append('gateway', 'session_start', header);
  await append('gateway', 'mcp_call', { server: 'files', tool: 'write', input: { path: '/etc/passwd' } });
  await append('agent', 'tool_call', { name: 'write', input: { path: 'harmless.txt' } });
  await append('gateway', 'permission_request', ask);
  await append('agent', 'tool_call', { name: 'write', input: { path: 'harmless.txt' } });
  await append('agent', 'permission_request', { ...ask, tool: 'read', message: 'Reading only.' });
  expect(await listApprovals(storage)).toEqual([expect.objectContaining({ approvalId: APPROVAL, tool: 'write', input: { path: '/etc/passwd' } })]);
  expect((await listApprovals(storage))[0]?.message).toBeUndefined();
});
