'use client';
import type { ReactElement } from 'react';
import type { SessionInfo } from '@playhead/protocol';
import type { ReplayState } from '@playhead/replay-core';
import { formatDuration, plural } from '../locale/format.ts';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';

interface Badge {
  readonly label: string;
  readonly icon: IconName;
  readonly className: string;
}

const OUTCOMES: Readonly<Record<NonNullable<SessionInfo['outcome']>, Badge>> = {
  success: { label: 'Succeeded', icon: 'pass', className: 'ph-badge--ok' },
  failed: { label: 'Failed', icon: 'error', className: 'ph-badge--bad' },
  interrupted: { label: 'Interrupted', icon: 'skip', className: 'ph-badge--warn' },
  max_iterations_reached: { label: 'Limit reached', icon: 'alert', className: 'ph-badge--warn' },
};

function badgeOf(session: SessionInfo): Badge | undefined {
  if (session.outcome) return OUTCOMES[session.outcome];
  if (session.status === 'failed') return OUTCOMES.failed;
  if (session.status === 'processing') return { label: 'Processing', icon: 'spin', className: '' };
  return session.status === 'completed' ? { label: 'Completed', icon: 'pass', className: '' } : undefined;
}

const pick = ({ model, live }: ReplayState): { session: SessionInfo; live: boolean; events: number } => ({ session: model.session, live, events: model.events.length });

/** The session's name, how it ended or that it goes on, and what it was. Renders a `<header>`. */
export function Header(): ReactElement {
  const { session, live, events } = useReplayState(pick);
  const badge = badgeOf(session);
  const running = live && session.status === 'recording';
  const cost = useReplayState((state) => state.model.usage.costUsd);
  return (
    <header className="ph-header" data-status={session.status} data-outcome={session.outcome}>
      <div className="ph-header__main">
        <div className="ph-header__row">
          <h2 className="ph-header__title"><VisibleText text={session.name} /></h2>
          {badge && <span className={`ph-badge ${badge.className}`}><Icon name={badge.icon} />{badge.label}</span>}
          {running && <span className="ph-badge ph-badge--live"><i className="ph-dot ph-dot--live" />Live</span>}
        </div>
        <div className="ph-header__meta">
          <span><Icon name="assistant" /><VisibleText text={session.agentName === 'unknown' ? session.harness : session.agentName} /></span>
          {session.workspaceName !== 'unknown' && <span><Icon name="folder" /><VisibleText text={session.workspaceName} /></span>}
          {session.git?.branch && <span><Icon name="branch" /><VisibleText text={session.git.branch} /></span>}
          {session.identity && <span><Icon name="prompt" /><VisibleText text={session.identity.subject} /></span>}
          {session.task && <span><Icon name="task" /><VisibleText text={session.task.title} /></span>}
          <span><Icon name="clock" />{formatDuration(Math.max(0, session.updatedAt - session.startedAt))}</span>
          <span>{plural(events, 'event')}</span>
          {cost !== undefined && <span>${cost.toFixed(2)}</span>}
        </div>
      </div>
    </header>
  );
}
