import process from 'node:process';
import { PlayheadError } from '@playhead/protocol';
import type { Account } from './account.ts';

/** Two users: what the agent may do is no concern of the recording. */
export interface Apart {
  /** Whose the recording is, and whose this process becomes. */
  readonly recorder: Account;
  /** Whose the agent is, and whose the server becomes. */
  readonly agent: Account;
}

/**
 * Says whether this process can set two users apart.
 *
 * @throws PlayheadError `usage` when it cannot: it is not root's, the two are one, or one of them is root, who is kept from nothing.
 */
export function checkApart({ recorder, agent }: Apart): void {
  if (process.platform === 'win32' || process.geteuid?.() !== 0) throw new PlayheadError('usage', 'To record as another user this must be started by root, as sudo does. Nothing was started.');
  if (recorder.uid === 0 || agent.uid === 0) throw new PlayheadError('usage', 'Root can read and change everything, so neither who records nor the agent may be root. Nothing was started.');
  if (recorder.uid === agent.uid) throw new PlayheadError('usage', 'Who records must be another user than the agent. Nothing was started.');
  if (recorder.gid === agent.gid) throw new PlayheadError('usage', 'Who records must have another group than the agent. Nothing was started.');
}

/** Does something with the rights of a user alone. */
export function asUser(account: Account, what: () => void): void {
  const { uid, gid } = account;
  const groups = process.getgroups?.() ?? [];
  const group = process.getegid?.() ?? 0;
  joinGroups(account);
  process.setegid?.(gid);
  process.seteuid?.(uid);
  try {
    what();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(group);
    process.setgroups?.(groups);
  }
}

/**
 * Makes this process a user's for good: groups first, then the group, then the user, since only root may change them.
 *
 * @throws PlayheadError `internal` when it is still root's, or could be again.
 */
export function becomeUser(account: Account): void {
  const { uid, gid } = account;
  const { setgid, setuid, getuid, geteuid, getgid, getegid } = process;
  try {
    joinGroups(account);
    setgid?.(gid);
    setuid?.(uid);
  } catch (error) {
    throw new PlayheadError('internal', 'This process could not become another user, so it ended. Start it as root, in a container that lets it.', { cause: error });
  }
  if (getuid?.() === uid && geteuid?.() === uid && getgid?.() === gid && getegid?.() === gid && !isRootAgain()) return;
  throw new PlayheadError('internal', 'This process could become root again, so it ended.');
}

function joinGroups({ name, gid }: Account): void {
  if (name === undefined) process.setgroups?.([gid]);
  else (process as NodeJS.Process & { initgroups?(user: string, group: number): void }).initgroups?.(name, gid); // its types leave it out
}

function isRootAgain(): boolean {
  try {
    process.setuid?.(0);
    return true;
  } catch {
    return false;
  }
}

/**
 * The environment of the agent's side: that of root says where root is at home.
 *
 * @example
 * ```ts
 * const env = environmentOf(process.env, accountOf('agent')); // HOME, USER and LOGNAME are the agent's
 * ```
 */
export function environmentOf(env: Readonly<Record<string, string | undefined>>, { name, home }: Account): Readonly<Record<string, string | undefined>> {
  return { ...env, ...(name !== undefined && { USER: name, LOGNAME: name }), ...(home !== undefined && { HOME: home }) };
}
