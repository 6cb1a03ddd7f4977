import { basename } from 'node:path';
import process from 'node:process';
import { isUuid } from '@playhead/protocol';
import type { Apart } from './apart.ts';
import { prepareApart } from './prepare-apart.ts';
import type { Protection } from './protection.ts';

/** Where a recording goes, and what of its surroundings it listens to. */
export interface ReachOptions {
  /** Two users: the recording is out of the agent's reach. */
  readonly apart?: Apart;
  /** Records on this server alone. */
  readonly central?: { readonly url: string; readonly token: string };
  /** The data directory; with `apart` it must be named. */
  readonly dir?: string;
  /** The session to join. */
  readonly sessionId?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** What {@link recorderReach} finds. */
export interface RecorderReach {
  readonly protection: Protection;
  /** The environment of whatever records. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The session that somebody named; undefined: a new one. */
  readonly joined: string | undefined;
  /** Where settings are looked for: what the agent's user may write, such as a repository's, is not asked where it is kept apart. */
  readonly place: { readonly cwd: string } | { readonly project: string };
}

/**
 * Says how far a recording is from the agent, and sees to it before anything is started.
 *
 * @throws PlayheadError `usage` or `storage_unavailable` when `apart` cannot be had.
 */
export function recorderReach({ apart, central, dir, sessionId, env = process.env, cwd = process.cwd() }: ReachOptions): RecorderReach {
  if (apart) prepareApart(apart, dir);
  return {
    protection: apart ? 'other_user' : 'same_user',
    joined: [sessionId, apart ? undefined : env['PLAYHEAD_SESSION_ID']].find((id) => id !== undefined && isUuid(id)),
    place: apart ? { project: basename(cwd) } : { cwd },
    env: {
      ...(apart ? withoutWishes(env) : env), ...(dir !== undefined && { PLAYHEAD_HOME: dir }), ...(apart && { HOME: apart.recorder.home ?? dir }),
      ...(central && { PLAYHEAD_URL: central.url, PLAYHEAD_TOKEN: central.token, PLAYHEAD_LOCAL_COPY: '0' }),
    },
  };
}

/** An environment without what an agent's user could set to have less recorded, or elsewhere. */
function withoutWishes(env: RecorderReach['env']): RecorderReach['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:PLAYHEAD|XDG)_/.test(name)));
}
