import assert from 'node:assert/strict';
import { fsStorage } from '@playhead/storage-adapters/fs';

/** Reads the session back from the disk and fails when it is not what happened. */
export async function checkRecording({ home, sessionId }) {
  const storage = fsStorage({ dir: home });
  const info = await storage.get(sessionId);
  assert.equal(info?.status, 'completed');
  assert.equal(info.outcome, 'success');
  assert.equal(info.name, 'Repair the cart');
  assert.deepEqual(info.metadata, { mcpClient: { name: 'example-client', version: '1.0.0' } });

  const records = [];
  for await (const { records: found, damage } of storage.read(sessionId)) {
    assert.deepEqual(damage, []);
    records.push(...found.map(({ record }) => record));
  }
  await storage.close();
  assert.deepEqual(records.map(({ type }) => type), [
    'session_start', 'prompt', 'chapter', 'terminal_command', 'terminal_output', 'test_result', 'tool_result', 'note', 'needs_review', 'final_output', 'session_stop', 'session_status',
  ]);
  assert.ok(records.every(({ via }) => via === 'mcp'));
}
