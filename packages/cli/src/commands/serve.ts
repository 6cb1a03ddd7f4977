import { fileURLToPath } from 'node:url';
import { isPlayheadError, PlayheadError } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler } from '@playhead/server';
import { listen, viewerDirectory } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { viewerAssets } from '@playhead/viewer';
import type { Command } from '../command.ts';
import { watchDisk } from '../disk-watch.ts';
import { harnesses } from '../harnesses.ts';
import { findServer, makeDataDirectory, removeServerNote, writeServerNote } from '../local-server.ts';
import { cliVersion } from '../version.ts';
import { dirOf, dirOption, wholeNumber } from './shared-options.ts';

/** `playhead serve`: the server in the foreground, until Ctrl-C. */
export const serveCommand: Command = {
  name: 'serve',
  about: 'run the server in the foreground',
  options: {
    port: { type: 'string', value: 'number', about: 'port (default 7433; taken: the next free one)' },
    host: { type: 'string', value: 'address', about: 'address to bind (default 127.0.0.1: this machine only)' },
    dir: dirOption,
  },
  async run(input, context) {
    const { output, signal } = context;
    const dir = dirOf(input, context);
    const port = wholeNumber(input, 'port', { min: 0, max: 65_535 });
    const host = input.text('host');
    makeDataDirectory(dir);
    const running = await findServer(dir);
    if (running) throw new PlayheadError('port_in_use', `A server for ${dir} already runs at ${running.url} (process ${running.pid}). Use it, or stop it with playhead stop.`);
    const storage = fsStorage({ dir });
    const disk = watchDisk(dir, context.env, (warning) => output.note(`${new Date().toISOString()} ${warning}`));
    const handler = createHandler({
      storage, harnesses, recordingOf: createSessionRecording({ dir }), version: cliVersion(), viewer: viewerDirectory(fileURLToPath(viewerAssets)), warnings: disk.warnings,
      ...(host !== undefined && { allowedHosts: [host] }),
      onError: (error) => output.note(`${new Date().toISOString()} ${describe(error)}`),
    });
    const server = await listen(handler, { ...(port !== undefined && { port }), ...(host !== undefined && { host }) });
    writeServerNote(dir, { url: server.url, pid: process.pid, version: cliVersion() });
    output.line(`Playhead serves ${dir} at ${server.url}/sessions`);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    removeServerNote(dir, process.pid);
    disk.stop();
    await server.close();
    await storage.close();
    return 0;
  },
};

function describe(error: unknown): string {
  if (!isPlayheadError(error)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message.slice(0, 300)})` : '';
  return `${error.code}: ${error.message}${cause}`;
}
