import type { SessionInfo } from '@playhead/protocol';
import type { ReplayState } from '@playhead/replay-core';
import type { IconName } from '../elements/icon-paths.ts';
import type { HeaderMessages } from './header-messages.ts';

/** How a session stands, in a word, an icon and a colour. */
export interface OutcomeBadge {
  readonly words: string;
  /** Absent for the dot of a live session. */
  readonly icon?: IconName;
  readonly spins?: boolean;
  readonly look: '' | 'ok' | 'warn' | 'bad' | 'live';
}

const LOOKS: Readonly<Record<NonNullable<SessionInfo['outcome']>, Pick<Required<OutcomeBadge>, 'icon' | 'look'>>> = {
  success: { icon: 'pass', look: 'ok' },
  failed: { icon: 'error', look: 'bad' },
  interrupted: { icon: 'skip', look: 'warn' },
  max_iterations_reached: { icon: 'alert', look: 'warn' },
};

/** How a session stands; nothing while that is not known, such as before its end was read. */
export function outcomeBadge({ outcome, status }: SessionInfo, { live, connection, status: read }: Pick<ReplayState, 'live' | 'connection' | 'status'>, words: HeaderMessages): OutcomeBadge | undefined {
  if (live && connection === 'lost') return { words: words.reconnecting, icon: 'spin', spins: true, look: 'warn' };
  if (status === 'processing') return { words: words.processing, icon: 'spin', spins: true, look: '' };
  if (live && read === 'ready' && status === 'recording') return { words: words.live, look: 'live' };
  if (outcome) return { words: words.outcomes[outcome], ...LOOKS[outcome] };
  if (status === 'failed') return { words: words.outcomes.failed, ...LOOKS.failed };
  return status === 'completed' ? { words: words.completed, icon: 'pass', look: '' } : undefined;
}
