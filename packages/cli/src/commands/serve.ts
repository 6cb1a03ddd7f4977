import { fileURLToPath } from 'node:url';
import { isPlayheadError, PlayheadError } from '@playhead/protocol';
import { createHandler, DEFAULT_WORKSPACE, type TokenStore } from '@playhead/server';
import { hookSpool, listen, noteMissed, shellFolder, tokenDirectory, viewerDirectory, watchHookSpool, watchShells } from '@playhead/server/node';
import { viewerAssets } from '@playhead/viewer';
import { centralServerOf } from '../central-server.ts';
import type { Command } from '../command.ts';
import { watchDisk } from '../disk-watch.ts';
import { createForwarding, type Forwarding } from '../forwarding.ts';
import { harnesses } from '../harnesses.ts';
import { createLateHandler } from '../late-handler.ts';
import { BACKGROUND, findServer, makeDataDirectory, removeServerNote, writeServerNote } from '../local-server.ts';
import { makeOwnToken, ownSecretOf } from '../own-token.ts';
import { cliVersion } from '../version.ts';
import { retentionIn } from '../retention-options.ts';
import { openWorkspaces } from '../workspaces.ts';
import { wordsOption } from './list-options.ts';
import { dirOf, dirOption, wholeNumber } from './shared-options.ts';

/** How long what waits in the spool may hold up the start. */
const BACKLOG_MS = 1500;

/** `playhead serve`: the server in the foreground, until Ctrl-C. */
export const serveCommand: Command = {
  name: 'serve',
  about: 'run the server in the foreground',
  examples: [
    { line: 'serve', about: 'run the server until Ctrl-C' },
    { line: 'serve --host 0.0.0.0 --require-token', about: 'serve other machines, with a token' },
  ],
  options: {
    port: { type: 'string', value: 'number', about: 'port (default 7433; taken: the next free one)' },
    host: { type: 'string', value: 'address', about: 'address to bind (default 127.0.0.1: this machine only; any other needs a token)' },
    'allow-host': { type: 'string', value: 'names', about: 'names it is reached by beside its address, with commas between them' },
    'allow-origin': { type: 'string', value: 'origins', about: 'origins whose pages may use it, such as https://app.example, with commas between them' },
    'require-token': { type: 'boolean', about: 'programs of this machine need a token too, as behind a proxy' },
    dir: dirOption,
  },
  async run(input, context) {
    const { output, signal } = context;
    const dir = dirOf(input, context);
    const port = wholeNumber(input, 'port', { min: 0, max: 65_535 });
    const host = input.text('host');
    makeDataDirectory(dir);
    const tokens = tokenDirectory(dir);
    if (host !== undefined) refuseOpenServer(host, tokens);
    const running = await findServer(dir);
    if (running) throw new PlayheadError('port_in_use', `A server for ${dir} already runs at ${running.url} (process ${running.pid}). Use it, or stop it with playhead stop.`);
    const log = (text: string): void => output.note(`${new Date().toISOString()} ${text}`);
    const answering = createLateHandler();
    const server = await listen(answering, { ...(port !== undefined && { port }), ...(host !== undefined && { host }) });
    let forwarding: Forwarding | undefined;
    const workspaces = openWorkspaces(dir, (local) => {
      forwarding = createForwarding({ local, central: centralServerOf(context.env), dir, ownUrl: server.url, say: log });
      return forwarding?.storage ?? local;
    });
    const disk = watchDisk(dir, context.env, log);
    const own = makeOwnToken(dir);
    let drained = (): void => undefined;
    const backlog = new Promise<void>((resolve) => { drained = resolve; });
    const handler = createHandler({
      storage: workspaces.storageOf(DEFAULT_WORKSPACE), storageOf: workspaces.storageOf, recordingOf: workspaces.recordingOf,
      access: { tokens, ownToken: own.token, requireToken: input.flag('require-token') },
      harnesses, version: cliVersion(), viewer: viewerDirectory(fileURLToPath(viewerAssets)), warnings: disk.warnings, histories: { env: context.env, backlog, onMissed: ({ harness, session, redaction }) => noteMissed(hookSpool(dir, harness), session, redaction), shared: host !== undefined || input.flag('require-token') },
      allowedHosts: [...(host === undefined ? [] : [host]), ...(wordsOption(input, 'allow-host') ?? [])],
      allowedOrigins: wordsOption(input, 'allow-origin') ?? [],
      retention: retentionIn(dir, context.env),
      onError: (error) => log(describe(error)),
    });
    const secret = ownSecretOf(dir);
    const spool = watchHookSpool({ spool: hookSpool(dir), handler, ...(secret !== undefined && { token: secret }) });
    const shells = watchShells({ folder: shellFolder(dir), handler, ...(secret !== undefined && { token: secret }) });
    const reading = spool.drained().then(() => { if (!signal.aborted) drained(); });
    // What came before a session's next payloads is stored before them, unless there is a lot of it.
    await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, BACKLOG_MS).unref())]);
    answering.answerBy(forwarding?.guard(handler) ?? handler);
    writeServerNote(dir, { url: server.url, pid: process.pid, version: cliVersion(), ...(context.env[BACKGROUND] === '1' && { background: true }) });
    output.line(`Playhead serves ${dir} at ${server.url}/sessions`);
    forwarding?.begin();
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    own.remove();
    disk.stop();
    await shells.close();
    await spool.close();
    await server.close();
    await workspaces.close();
    forwarding?.end();
    removeServerNote(dir, process.pid); // last: whoever waits for it may take the port
    return 0;
  },
};

/** @throws PlayheadError `unauthorized` where strangers could reach a server that asks nobody who they are. */
function refuseOpenServer(host: string, tokens: TokenStore): void {
  if (/^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host) || tokens.list().length > 0) return;
  throw new PlayheadError('unauthorized', `Whoever reaches ${host} could read everything, since no token was made, so the server did not start. Make one with "playhead token create --kind admin --name me", or serve this machine only, without --host.`);
}

function describe(error: unknown): string {
  if (!isPlayheadError(error)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message.slice(0, 300)})` : '';
  return `${error.code}: ${error.message}${cause}`;
}
