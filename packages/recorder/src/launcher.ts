import type { Identity, Task } from '@playhead/protocol';

/** What a launcher says of the agent it started. */
export interface Launcher {
  /** Who is behind the agent. */
  readonly identity?: Identity;
  /** What its work is for. */
  readonly task?: Task;
}

const LONGEST = 512;
const TYPES: readonly Identity['type'][] = ['user', 'machine', 'agent'];

/**
 * Who is behind an agent and what its work is for, as its launcher says: `user:ada@example.com`, and the id, title and address of a task.
 *
 * @param said - What stands under a name such as `task-title`, in the environment or among the headers of a request.
 *
 * @example
 * ```ts
 * launcherOf((name) => ({ identity: 'user:ada@example.com', task: 'SHOP-42' })[name]);
 * ```
 */
export function launcherOf(said: (name: string) => string | undefined): Launcher {
  const short = (name: string): string | undefined => said(name)?.trim().slice(0, LONGEST) || undefined;
  const identity = identityOf(short('identity'));
  const id = short('task');
  const url = short('task-url');
  return { ...(identity && { identity }), ...(id !== undefined && { task: { id, title: short('task-title') ?? id, ...(url !== undefined && { url }) } }) };
}

/** Without a type it is a user. */
function identityOf(text: string | undefined): Identity | undefined {
  if (text === undefined) return undefined;
  const type = TYPES.find((one) => text.startsWith(`${one}:`));
  const subject = type === undefined ? text : text.slice(type.length + 1).trim();
  return subject === '' ? undefined : { type: type ?? 'user', subject };
}

/**
 * What a launcher says by the environment: `PLAYHEAD_IDENTITY`, `PLAYHEAD_TASK`, `PLAYHEAD_TASK_TITLE`, `PLAYHEAD_TASK_URL`.
 *
 * @example
 * ```ts
 * await recordStart({ name: 'Nightly upgrade', harness: 'my-agent', agentName: 'upgrader', workspaceName: 'api', ...launcherOfEnvironment(process.env) });
 * ```
 */
export function launcherOfEnvironment(env: Readonly<Record<string, string | undefined>>): Launcher {
  return launcherOf((name) => env[`PLAYHEAD_${name.toUpperCase().replaceAll('-', '_')}`]);
}
