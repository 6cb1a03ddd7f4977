import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPlayheadError, PlayheadError } from '@playhead/protocol';
import { addressFor } from '../browser-page.ts';
import type { Command, CommandContext } from '../command.ts';
import { defaultCapture, readCapture, type CapturedPayload } from '../demo/capture.ts';
import { findRecording, readJson } from '../demo/find-session.ts';
import { sendCapture } from '../demo/send-capture.ts';
import { shimPath, waitForServer } from '../local-server.ts';
import { openBrowser } from '../open-browser.ts';
import { ownSecretOf } from '../own-token.ts';

/** `playhead demo`: a captured Claude Code session, recorded and replayed live. */
export const demoCommand: Command = {
  name: 'demo',
  about: 'record a captured Claude Code session and replay it live',
  examples: [
    { line: 'demo', about: 'record a captured session and replay it live' },
    { line: 'demo --check', about: 'the same unattended' },
  ],
  options: {
    speed: { type: 'string', value: 'number', about: 'how many times faster than it happened (default 8)' },
    dir: { type: 'string', value: 'path', about: 'keep the recording in this data directory (default: a temporary one)' },
    check: { type: 'boolean', about: 'run unattended, verify, print one line of JSON, end' },
  },
  async run(input, context) {
    const check = input.flag('check');
    const speed = speedOf(input.text('speed'), check);
    const home = mkdtempSync(join(tmpdir(), 'playhead-demo-'));
    const dir = input.text('dir') ?? join(home, 'data');
    const server = spawn(process.execPath, [shimPath(), 'serve', '--dir', dir], { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
    try {
      const { url } = await waitForServer(dir, server.pid === undefined ? {} : { pid: server.pid });
      const entries = readCapture(defaultCapture(), join(home, 'claude'));
      const result = await replay(entries, { dir, url, speed, open: !check, context });
      if (check) {
        context.output.line(JSON.stringify(result));
        return 0;
      }
      context.output.note('The session is complete. The server keeps running until you press Ctrl-C.');
      await aborted(context.signal);
      return 0;
    } catch (error) {
      if (isPlayheadError(error, 'aborted')) return 0;
      throw error;
    } finally {
      await end(server);
      rmSync(home, { recursive: true, force: true });
    }
  },
};

interface DemoResult {
  readonly sessionId: string;
  readonly status: string;
  readonly events: number;
  readonly replayUrl: string;
}

async function replay(entries: readonly CapturedPayload[], options: { dir: string; url: string; speed: number; open: boolean; context: CommandContext }): Promise<DemoResult> {
  const { dir, url, speed, open, context } = options;
  const secret = ownSecretOf(dir);
  const { output, signal, env } = context;
  const harnessSessionId = String(entries[0]?.payload['session_id']);
  let replayUrl = '';
  const acknowledged = await sendCapture(entries, {
    url: () => url, speed, signal, name: `demo-${Date.now()}`,
    onAcknowledged: async (count) => {
      if (count > 1) return;
      const { sessionId } = await findRecording(url, harnessSessionId, secret);
      replayUrl = `${url}/sessions/${String(sessionId)}`;
      const address = addressFor(dir, replayUrl);
      output.line(`Recording a session. Watch it live: ${address.url}`);
      if (open) openBrowser(address.page(), env);
    },
  });
  output.note(`${acknowledged} of ${entries.length} payloads were acknowledged.`);
  if (acknowledged !== entries.length) throw new PlayheadError('internal', 'The server did not store every payload, so the recording is incomplete. Look into its messages.');
  const { sessionId, status, events } = await findRecording(url, harnessSessionId, secret);
  const document = await readJson(`${url}/api/v1/sessions/${String(sessionId)}/document`, secret);
  if (status !== 'completed' || !Array.isArray(document['turns']) || document['turns'].length === 0) {
    throw new PlayheadError('internal', `The session was sent completely but is ${String(status)}, not completed. Look into the server's messages.`);
  }
  return { sessionId: String(sessionId), status, events: Number(events), replayUrl };
}

function speedOf(text: string | undefined, check: boolean): number {
  if (text === undefined) return check ? Number.POSITIVE_INFINITY : 8;
  const speed = Number(text);
  if (speed > 0 && speed <= 10_000) return speed;
  throw new PlayheadError('usage', `--speed must be a number above 0 and at most 10000, not "${text}".`);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  await gone;
}
