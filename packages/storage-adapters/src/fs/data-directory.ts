import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * Where recordings live unless a host says otherwise: `$PLAYHEAD_HOME`, else `playhead` in
 * `$XDG_DATA_HOME`, else `~/.local/share/playhead`, on macOS too.
 *
 * @param env - The environment to read. Default `process.env`.
 *
 * @example
 * ```ts
 * dataDirectory({ PLAYHEAD_HOME: '/srv/playhead' }); // '/srv/playhead'
 * ```
 */
export function dataDirectory(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const { PLAYHEAD_HOME: home, XDG_DATA_HOME: data, HOME: user } = env;
  if (home) return resolve(home);
  // The XDG specification: a relative path is to be ignored.
  if (data && isAbsolute(data)) return join(data, 'playhead');
  return join(user || homedir(), '.local', 'share', 'playhead');
}
