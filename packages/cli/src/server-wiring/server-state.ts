import { basename } from 'node:path';
import type { ServerEntry } from './server-entries.ts';
import { isWrapped } from './tapped-entry.ts';

/**
 * How a server is recorded: `wrapped` by `playhead gateway install`, or by a tap that somebody wrote `by_hand`; not yet (`plain`); not this way, since the client does not
 * start it (`remote`) or cannot (`unfit`); not at all, since it is Playhead (`own`).
 */
export type ServerWiring = 'wrapped' | 'by_hand' | 'plain' | 'remote' | 'unfit' | 'own';

/** A server of a configuration, as commands tell of it. */
export interface ServerState {
  readonly name: string;
  /** The project it is for, where the file holds several. */
  readonly project?: string;
  readonly wiring: ServerWiring;
  /** Why it is not recorded this way, for people. */
  readonly reason?: string;
}

/** A name stands in every call of the server. */
export const LONGEST_SERVER_NAME = 128;
const REMOTE: readonly string[] = ['http', 'sse', 'ws', 'streamable-http'];
/** No program can be started with it. */
const ZERO = '\0';

/** Says how a server is recorded. */
export function serverStateOf(entry: ServerEntry): ServerState {
  const { name, project, started, other } = entry;
  const is = (wiring: ServerWiring, reason?: string): ServerState => ({ name, ...(project !== undefined && { project }), wiring, ...(reason !== undefined && { reason }) });
  if (!started) return REMOTE.includes(other ?? '') ? is('remote', `the client reaches it over the network (${other}), which needs a tap that runs`) : is('unfit', `it is ${other}`);
  if (isWrapped(entry)) return is('wrapped');
  const words = [started.command.value, ...(started.args?.texts ?? [])];
  if (isPlayhead(words, 'gateway', 'stdio')) return is('by_hand');
  if (isPlayhead(words, 'mcp')) return is('own', 'it is Playhead');
  if (name.trim() === '' || name.trim() !== name || name.length > LONGEST_SERVER_NAME || name.includes(ZERO)) return is('unfit', 'its name cannot stand in a recording');
  return is('plain');
}

/** Whether words of a command line start a command of Playhead. */
function isPlayhead(words: readonly string[], ...command: readonly string[]): boolean {
  return words.some((word, index) => /^playhead(?:\.js)?$/.test(basename(word)) && command.every((part, offset) => words[index + 1 + offset] === part));
}
