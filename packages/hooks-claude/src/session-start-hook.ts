import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isOlderVersion } from './version-order.ts';

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

/** A server, and what it knows the hook by. */
interface Receiver { readonly url: string; readonly token: string | undefined }

/** What the data directory says of its server; undefined before one has run. */
async function serverNote(): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(join(dataFolder(), 'server.json'), 'utf8'));
    return typeof found === 'object' && found !== null ? { ...found } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Ends a server that an older installation started in the background: it would go on for as long as the machine runs. One that somebody
 * started in a terminal is theirs. Sessions that run meanwhile go on; what they send in that second comes from their transcripts.
 */
async function endOlderServer(): Promise<void> {
  const note = await serverNote();
  if (typeof note?.['version'] !== 'string' || note['background'] !== true || !Number.isSafeInteger(note['pid']) || typeof note['url'] !== 'string') return;
  const own = await readFile(new URL('../package.json', import.meta.url), 'utf8').then((text) => String((JSON.parse(text) as { version?: unknown }).version), () => ''); // our own file
  if (!isOlderVersion(note['version'], own)) return;
  const answer: unknown = await fetch(new URL('/healthz', note['url']), { redirect: 'error', signal: AbortSignal.timeout(ATTEMPT_MS) }).then((response) => response.json(), () => undefined);
  if (typeof answer !== 'object' || answer === null || !('name' in answer) || answer.name !== 'playhead') return; // the process id may be somebody else's by now
  process.kill(Number(note['pid']), 'SIGTERM');
  while (await serverNote()) await new Promise((resolve) => setTimeout(resolve, 25)); // its last deed is to take its note away
}

/** The server of this machine, which forwards to `PLAYHEAD_URL` where one is set; undefined before it has run. */
async function localReceiver(): Promise<Receiver | undefined> {
  const note = await serverNote();
  if (typeof note?.['url'] !== 'string') return undefined;
  return { url: note['url'], token: await readFile(join(dataFolder(), 'server.token'), 'utf8').then((text) => text.trim(), () => undefined) };
}

function centralReceiver(): Receiver | undefined {
  const { PLAYHEAD_URL: url, PLAYHEAD_TOKEN: token } = process.env;
  return url ? { url, token } : undefined;
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

/** This machine's server first: it keeps what it is told while the central one is away. */
async function deliver(payload: Buffer): Promise<boolean> {
  for (const receiver of [await localReceiver(), centralReceiver()]) if (receiver && (await deliverTo(receiver, payload))) return true;
  return false;
}

async function deliverTo({ url, token }: Receiver, payload: Buffer): Promise<boolean> {
  try {
    const { PLAYHEAD_REDACTION: redaction, PLAYHEAD_SESSION_ID: session } = process.env;
    const response = await fetch(new URL('/hooks/claude', url), {
      method: 'POST', body: new Uint8Array(payload), redirect: 'error', signal: AbortSignal.timeout(ATTEMPT_MS),
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...(redaction && { 'playhead-redaction': redaction }), ...(session && { 'playhead-session': session }) },
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
  const env = { ...process.env, PLAYHEAD_REDACTION: undefined, PLAYHEAD_SESSION_ID: undefined, PLAYHEAD_BACKGROUND: '1' };
  const child = spawn(file, args, { detached: true, stdio: 'ignore', windowsHide: true, env });
  child.on('error', () => {}); // without a server the session is recorded from its next event or its transcript
  child.unref();
}

/** Keeps the payload on the disk, as the shell hook of the spool does, for the server that was not there in time. */
function keep(payload: Buffer): void {
  const redaction = /^(?:off|entity|strict)$/.exec(process.env['PLAYHEAD_REDACTION'] ?? '')?.[0] ?? '';
  const session = /^[\da-f-]{36}$/.exec(process.env['PLAYHEAD_SESSION_ID'] ?? '')?.[0];
  const spool = join(dataFolder(), 'spool', 'hooks-claude');
  const name = join(spool, `${Math.floor(startedAt / 1000)}.${String(startedAt % 1000).padStart(3, '0')}000_${process.pid}_0__${redaction}${session === undefined ? '' : `~${session}`}`);
  try {
    mkdirSync(spool, { recursive: true, mode: 0o700 });
    writeFileSync(`${name}.part`, payload, { mode: 0o600, flag: 'wx' });
    renameSync(`${name}.part`, `${name}.json`);
  } catch {
    rmSync(`${name}.part`, { force: true }); // half a payload is none
    noteMissed(spool, redaction);
  }
}

/** No room either: an empty file needs none, and has whoever reads the spool make up for this session. */
function noteMissed(spool: string, redaction: string): void {
  const session = process.env['CLAUDE_CODE_SESSION_ID'] ?? '';
  if (!/^[\dA-Za-z-]{1,128}$/.test(session)) return;
  try {
    writeFileSync(join(spool, `${session}_${redaction}.missed`), '', { mode: 0o600, flag: 'wx' });
  } catch {
    // it says so already, or nothing may be written there: the session begins with its next event
  }
}

const startedAt = Date.now();
let undelivered: Buffer | undefined;

async function main(): Promise<void> {
  const payload = await readPayload();
  if (payload === undefined || payload.length === 0 || process.env['PLAYHEAD_RECORD'] === '0') return;
  undelivered = payload;
  await endOlderServer().catch(() => undefined); // it goes on, and records as it did
  if (!(await deliver(payload))) {
    if (process.env['PLAYHEAD_URL']) return; // somebody else's server is neither ours to start nor to read our disk
    startServer();
    do await new Promise((resolve) => setTimeout(resolve, 100)); while (!(await deliver(payload)));
  }
  undelivered = undefined;
}

function end(): void {
  if (undelivered && !process.env['PLAYHEAD_URL']) keep(undelivered);
  process.exit(0);
}

setTimeout(end, TOTAL_MS).unref();
main().then(end, end);
