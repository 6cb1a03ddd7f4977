import type { ReactElement } from 'react';
import type { SessionInfo } from '@playhead/protocol';
import { Icon } from '../elements/Icon.tsx';
import { branchIcon } from '../elements/part-icons.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { outcomeBadge } from '../header/outcome-badge.ts';
import type { StaticWords } from './static-words.ts';

const LONGEST = 300;

/** The header of a session without scripts. */
export function StaticHeader({ session, words: { messages, format } }: { readonly session: SessionInfo; readonly words: StaticWords }): ReactElement {
  const { header } = messages;
  const badge = outcomeBadge(session, { live: session.status === 'recording', connection: 'open', status: 'ready' }, header);
  const agent = session.agentName === 'unknown' ? session.harness : session.agentName;
  return (
    <header className="ph-header" data-part="header" data-status={session.status} data-outcome={session.outcome}>
      <div className="ph-header__main">
        <div className="ph-row">
          <h2 className="ph-header__title ph-cut"><VisibleText text={(session.dropped ? messages.sessionReplay.private : session.name).slice(0, LONGEST)} /></h2>
          {badge && <span className={`ph-badge${badge.look === '' ? '' : ` ph-badge--${badge.look}`}`}>{badge.icon && <Icon name={badge.icon} />}{badge.words}</span>}
        </div>
        <div className="ph-header__meta">
          <span><Icon name="assistant" /><VisibleText text={agent.slice(0, LONGEST)} /></span>
          {session.workspaceName !== 'unknown' && <span><Icon name="folder" /><VisibleText text={session.workspaceName.slice(0, LONGEST)} /></span>}
          {session.git?.branch !== undefined && <span><Icon name={branchIcon} /><VisibleText text={session.git.branch.slice(0, LONGEST)} /></span>}
          <span><Icon name="clock" />{format.duration(Math.max(0, (session.stoppedAt ?? session.updatedAt) - session.startedAt))}</span>
          <span>{header.events(session.events, format.number(session.events))}</span>
        </div>
      </div>
    </header>
  );
}
