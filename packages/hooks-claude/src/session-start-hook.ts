import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

// The command hook of SessionStart, which HTTP hooks do not support. It prints nothing, since its output would become
// part of the conversation, and always exits 0 within two seconds.
//   node session-start-hook.js [path of the playhead cli]

const PAYLOAD_BYTES = 1024 * 1024;
const TOTAL_MS = 1700;
const ATTEMPT_MS = 400;

function dataFolder(): string {
  const { PLAYHEAD_HOME, XDG_DATA_HOME } = process.env;
  return PLAYHEAD_HOME || join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'playhead');
}

async function serverUrl(): Promise<string | undefined> {
  if (process.env['PLAYHEAD_URL']) return process.env['PLAYHEAD_URL'];
  try {
    const found: unknown = JSON.parse(await readFile(join(dataFolder(), 'server.json'), 'utf8'));
    return typeof found === 'object' && found !== null && 'url' in found && typeof found.url === 'string' ? found.url : undefined;
  } catch {
    return undefined; // no server has run yet
  }
}

async function readPayload(): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > PAYLOAD_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function deliver(payload: Buffer): Promise<boolean> {
  const url = await serverUrl();
  if (url === undefined) return false;
  try {
    const { PLAYHEAD_TOKEN: token, PLAYHEAD_REDACTION: redaction } = process.env;
    const response = await fetch(new URL('/hooks/claude', url), {
      method: 'POST', body: new Uint8Array(payload), redirect: 'error', signal: AbortSignal.timeout(ATTEMPT_MS),
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...(redaction && { 'playhead-redaction': redaction }) },
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function startServer(): void {
  const cli = process.argv[2] ?? process.env['PLAYHEAD_CLI'];
  const [file, ...args] = cli === undefined ? ['playhead', 'serve'] : [process.execPath, cli, 'serve'];
  // The server serves other sessions too: what this one's environment says of itself comes with its payloads.
  const env = { ...process.env, PLAYHEAD_REDACTION: undefined, PLAYHEAD_SESSION_ID: undefined };
  const child = spawn(file, args, { detached: true, stdio: 'ignore', windowsHide: true, env });
  child.on('error', () => {}); // without a server the session is recorded from its next event or its transcript
  child.unref();
}

async function main(): Promise<void> {
  const payload = await readPayload();
  if (payload === undefined || payload.length === 0 || process.env['PLAYHEAD_RECORD'] === '0') return;
  if (await deliver(payload)) return;
  if (process.env['PLAYHEAD_URL']) return; // somebody else's server is not ours to start
  startServer();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (await deliver(payload)) return;
  }
}

setTimeout(() => process.exit(0), TOTAL_MS).unref();
main().then(() => process.exit(0), () => process.exit(0));
