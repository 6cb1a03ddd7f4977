import assert from 'node:assert/strict';
import { fsStorage } from '@playhead/storage-adapters/fs';

/** Reads the session back from the disk and fails when it is not what happened. */
export async function checkRecording({ home, sessionId }) {
  const storage = fsStorage({ dir: home });
  const info = await storage.get(sessionId);
  assert.equal(info?.status, 'completed');
  assert.equal(info.outcome, 'success');
  assert.equal(info.name, 'Repair the cart');

  const records = [];
  for await (const { records: found, damage } of storage.read(sessionId)) {
    assert.deepEqual(damage, []);
    records.push(...found.map(({ record }) => record));
  }
  await storage.close();
  const dataOf = (type) => records.filter((record) => record.type === type).map(({ data }) => data);

  assert.equal(records[0]?.type, 'session_start');
  assert.deepEqual(dataOf('test_result').map(({ passed, failed }) => [passed, failed]), [[0, 1], [1, 0]]);
  assert.deepEqual(dataOf('terminal_output').flatMap(({ exitCode }) => (exitCode === undefined ? [] : [exitCode])), [1, 0]);
  assert.match(dataOf('file_read')[0]?.content, /price \+ quantity/);
  assert.match(dataOf('file_diff')[0]?.after, /price \* quantity/);
  assert.match(dataOf('final_output')[0]?.content, /multiplies/);
  assert.equal(dataOf('session_stop').length, 1);
  assert.equal(dataOf('recorder_gap').length, 0);
}
