// Records a session with a command that printed 12 MB, a tool result of 12 MB, a picture of 6 MB and a torn last line.
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { encodeRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';

export const LARGE_SESSION_ID = '01937d1e-7c3a-7000-8000-00000000000a';
export const PRINTED_LINES = 120_000;

/** @returns Sizes in bytes of what was recorded. */
export async function recordLargeSession(dir) {
  const storage = fsStorage({ dir });
  const sessionId = LARGE_SESSION_ID;
  await storage.create({ sessionId, name: 'Large values', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api' });
  const keep = async (bytes, encoding) => ({ $blob: await storage.blobs.put(sessionId, bytes), size: bytes.length, encoding, preview: encoding === 'base64' ? '' : new TextDecoder().decode(bytes.subarray(0, 400)) });
  const printed = Buffer.from(Array.from({ length: PRINTED_LINES }, (_, n) => `${n % 5 === 0 ? '\u001b[32m✓\u001b[0m' : ' '} test ${n} of the whole suite ${'passed in a while '.repeat(4)}${n === 77_777 ? 'Needle' : ''}\n`).join(''));
  const result = Buffer.from(JSON.stringify(Array.from({ length: 60_000 }, (_, n) => ({ id: n, name: `row ${n}`, text: `${'value '.repeat(25)}${n === 44_444 ? 'Haystack' : ''}` }))));
  const picture = png(1420, 1420);
  const events = [
    ['session_start', { sessionId, name: 'Large values', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api' }],
    ['prompt', { text: 'Run everything', origin: 'human' }],
    ['terminal_command', { command: 'pnpm test' }, 'c1'], ['terminal_output', { text: await keep(printed, 'text'), stream: 'stdout', exitCode: 0 }, 'c1'], ['tool_result', { status: 'ok' }, 'c1'],
    ['mcp_call', { server: 'db', tool: 'query', input: { sql: 'select * from rows' } }, 'c2'], ['tool_result', { status: 'ok', text: await keep(result, 'text') }, 'c2'],
    ['mcp_call', { server: 'browser', tool: 'screenshot', input: {} }, 'c3'],
    ['tool_result', { status: 'ok', output: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: await keep(picture, 'base64') } }] }, 'c3'],
    ['session_stop', { outcome: 'success' }], ['session_status', { status: 'completed' }],
  ];
  const lines = events.map(([type, data, call], n) => encodeRecord({ id: `r${n}`, p: 'p1', e: 0, n, at: 1_763_693_890_000_000 + n * 1_000_000, type, via: 'sdk', ...(call && { call }), data }));
  await storage.append(sessionId, lines);
  await storage.close();
  const log = readdirSync(join(dir, 'sessions')).find((name) => name.endsWith('.jsonl'));
  appendFileSync(join(dir, 'sessions', log), lines[3].slice(0, 60)); // what a process that was killed leaves
  return { printed: printed.length, result: result.length, picture: picture.length };
}

/** A picture of noise, which does not pack well. */
function png(width, height) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  let seed = 7;
  for (let at = 0; at < rows.length; at += 1) {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    rows[at] = at % (width * 3 + 1) === 0 ? 0 : seed;
  }
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    const sum = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))]);
}
