import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOlderVersion } from '@playhead/hooks-claude';
import { BACKGROUND, endServer, findServer, makeDataDirectory, shimPath, startServer, type ServerNote } from './local-server.ts';
import { cliVersion } from './version.ts';

/** A server that runs, and what people should know of it. */
export interface CurrentServer {
  readonly server: ServerNote;
  /** What was done about its version, or is left to do. */
  readonly note?: string;
}

/**
 * The server of a data directory, of this version where that is possible: one is started where none runs, and one that an older version
 * started in the background is ended and started anew at the same address. A server that somebody started in a terminal is theirs.
 *
 * @param args - What a server that was not there is started with.
 * @throws PlayheadError `server_unavailable`.
 */
export async function currentServer(dir: string, args: readonly string[] = []): Promise<CurrentServer> {
  const found = await findServer(dir);
  if (!found) {
    rememberHowToStart(dir);
    return { server: await startServer(dir, args) };
  }
  if (!isOutdated(found)) return { server: found, ...noteOf(found) };
  if (!(await endServer(dir, found))) return { server: found, note: `The server at ${found.url} is of version ${found.version} and does not end. End process ${found.pid} by hand, then start version ${cliVersion()} with playhead ui.` };
  rememberHowToStart(dir);
  const server = await startServer(dir, ['--port', new URL(found.url).port]);
  return { server, note: `The server was of version ${found.version}; it was started anew as ${cliVersion()}.` };
}

/** Whether a server may be started anew for the sake of its version. */
export function isOutdated({ version, background }: ServerNote): boolean {
  return background === true && isOlderVersion(version, cliVersion());
}

/** What is to do where a server is of another version than this program. */
export function versionNote(server: ServerNote): string | undefined {
  const own = cliVersion();
  if (server.version === own) return undefined;
  const said = `The server at ${server.url} is of version ${server.version}, Playhead is ${own}.`;
  if (isOlderVersion(own, server.version)) return `${said} Bring this program up to date: npm install playhead@${server.version}.`;
  return `${said} Start it anew: ${isOutdated(server) ? 'playhead ui' : 'playhead stop, playhead ui'}.`;
}

function noteOf(server: ServerNote): { note?: string } {
  const note = versionNote(server);
  return note === undefined ? {} : { note };
}

/** Leaves word of how this program is started, for hooks that find no server and no program of its name, or an older server. */
export function rememberHowToStart(dir: string): void {
  makeDataDirectory(dir);
  const path = join(dir, 'start-server');
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  writeFileSync(path, `#!/bin/sh\n# version ${cliVersion()}\nexport ${BACKGROUND}=1\nexec ${[process.execPath, shimPath(), 'serve', '--dir', dir].map(quoted).join(' ')} "$@"\n`, { mode: 0o700 });
  chmodSync(path, 0o700);
}
