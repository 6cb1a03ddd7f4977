import { userInfo } from 'node:os';
import type { Apart } from '@playhead/gateway';
import type { Identity } from '@playhead/protocol';
import { launcherOf, type Launcher } from '@playhead/recorder';
import type { CommandContext, CommandInput } from './command.ts';

/** Who is behind an agent and what for: by options, then by the environment; who is not named is the agent's user where it is another one, else the user of this process. */
export function launchedBy(input: CommandInput, { env }: CommandContext, apart?: Apart): Launcher {
  const said = launcherOf((name) => input.text(name) || env[`PLAYHEAD_${name.toUpperCase().replaceAll('-', '_')}`]);
  const identity = said.identity ?? (apart ? { type: 'user', subject: apart.agent.name ?? String(apart.agent.uid) } as const : accountIdentity());
  return { ...said, ...(identity && { identity }) };
}

/** Whom this process belongs to. In some containers the user has no name. */
function accountIdentity(): Identity | undefined {
  try {
    const { username } = userInfo();
    return username ? { type: 'user', subject: username } : undefined;
  } catch {
    return undefined;
  }
}
