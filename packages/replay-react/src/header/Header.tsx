'use client';
import { useState, type ReactElement, type ReactNode } from 'react';
import { withReviewedOutcome, type ReplayState, type ReviewedSession } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { branchIcon } from '../elements/part-icons.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { safeUrl } from '../markdown/safe-url.ts';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import { useFormat, useSettings, useWords } from '../settings/SettingsContext.tsx';
import { createActiveTime } from './active-time.ts';
import { HeaderActions } from './HeaderActions.tsx';
import { outcomeBadge } from './outcome-badge.ts';
import { headerMessages } from './header-messages.ts';

/** Props of {@link Header}. */
export interface HeaderProps extends PartProps {
  /** Stands before the actions: a badge, own buttons. */
  readonly children?: ReactNode;
}

const LONGEST = 300;
const LONGEST_NAME = 60;

const pick = ({ model, live, status, connection, timeMap }: ReplayState): Pick<ReplayState, 'live' | 'status' | 'connection' | 'timeMap'> & Pick<ReplayState['model'], 'session' | 'events' | 'usage'> => ({
  session: model.session, events: model.events, usage: model.usage, live, status, connection, timeMap,
});

/** The session's name, how it ended or that it goes on, what it was, and what can be done with it. Renders a `<header>`. */
export const Header: Part<HeaderProps> = definePart('Header', function Header({ children, className, style }, ref) {
  const { session: recorded, events, usage, live, status, connection, timeMap } = useReplayState(pick);
  const { reader } = useReviewContext();
  const session: ReviewedSession = withReviewedOutcome(recorded, reader.review());
  const { outcomeBy, capture } = session;
  const protection = String(capture?.protection); // a header may hold anything
  const words = useWords('header', headerMessages);
  const format = useFormat();
  const [activeTime] = useState(createActiveTime);
  const badge = outcomeBadge(session, { live, status, connection }, words);
  const active = timeMap.mode === 'idle-capped' ? timeMap.durationMs : activeTime.of(events);
  const wall = Math.max(0, (session.stoppedAt ?? session.updatedAt) - session.startedAt) / 1000;
  const agent = session.agentName === 'unknown' ? session.harness : session.agentName;
  return (
    <header ref={ref} className={classes('ph-header', className)} style={style} data-part="header" data-status={session.status} data-outcome={session.outcome} data-live={live} data-connection={connection}>
      <div className="ph-header__main">
        <div className="ph-row">
          <h2 className="ph-header__title ph-cut" title={session.name.slice(0, LONGEST)}><VisibleText text={session.name.slice(0, LONGEST)} /></h2>
          {badge && (
            <span className={classes('ph-badge', badge.look !== '' && `ph-badge--${badge.look}`)}>
              {badge.icon ? <Icon name={badge.icon} {...(badge.spins && { className: 'ph-spin' })} /> : <span className="ph-dot ph-dot--live" />}{badge.words}
            </span>
          )}
          {badge && outcomeBy && <span className="ph-muted ph-cut" title={outcomeBy.reason?.slice(0, LONGEST)}><VisibleText text={words.outcomeBy(outcomeBy.author.slice(0, LONGEST_NAME))} /></span>}
        </div>
        <div className="ph-header__meta">
          <Fact icon="assistant" label={words.facts.agent} text={agent} />
          {session.workspaceName !== 'unknown' && <Fact icon="folder" label={words.facts.workspace} text={session.workspaceName} />}
          {session.git?.branch && <Fact icon={branchIcon} label={words.facts.branch} text={session.git.branch} className="ph-mid" />}
          {session.identity && <Fact icon="prompt" label={words.facts.identity} text={session.identity.subject} className="ph-mid" />}
          {session.task && <Fact icon="task" label={words.facts.task} text={session.task.title} url={session.task.url} className="ph-mid" />}
          <span>
            <Icon name="clock" /><span className="ph-hidden">{words.facts.duration}</span>
            {live
              ? <bdi>{words.soFar(format.time(active))}</bdi>
              : <><bdi className="ph-mid">{words.active(format.time(active))}</bdi><span className="ph-narrow">{format.time(active)}</span>{wall - active >= 1000 && <bdi className="ph-muted ph-wide">{words.ofWall(format.time(wall))}</bdi>}</>}
          </span>
          <span className="ph-wide"><bdi>{words.events(events.length, format.number(events.length))}</bdi></span>
          {session.redactions && <Fact icon="lock" label={words.facts.redaction} text={words.redacted(sumOf(session.redactions))} title={kindsOf(session.redactions)} className="ph-wide" />}
          {Object.hasOwn(words.protections, protection) && <Fact icon="lock" label={words.facts.protection} text={words.protections[protection] ?? ''} className="ph-wide" />}
          {usage.costUsd !== undefined && <span className="ph-wide">{format.cost(usage.costUsd)}</span>}
        </div>
      </div>
      <div className="ph-header__side">{children}<HeaderActions /></div>
    </header>
  );
});

interface FactProps {
  readonly icon: IconName;
  readonly label: string;
  readonly text: string;
  readonly url?: string | undefined;
  /** Default: the text. */
  readonly title?: string;
  readonly className?: string;
}

/** One thing about the session: an icon, its meaning for those who do not see it, and the words. */
function Fact({ icon, label, text, url, title, className }: FactProps): ReactElement {
  const { Link } = useSettings();
  const shown = text.slice(0, LONGEST);
  const address = url === undefined ? undefined : safeUrl(url);
  const link = address && address.host !== '' ? address.href : undefined;
  const words = <VisibleText text={shown} />;
  return (
    <span className={className} title={title ?? shown}>
      <Icon name={icon} /><span className="ph-hidden">{label}</span>
      {link === undefined ? <bdi className="ph-cut">{words}</bdi> : Link ? <Link href={link} className="ph-cut">{words}</Link> : <a className="ph-cut" href={link} rel="noopener nofollow" dir="auto">{words}</a>}
    </span>
  );
}

/** What redaction took out, one kind after the other. */
function kindsOf(redactions: Readonly<Record<string, number>>): string {
  return Object.entries(redactions).map(([kind, count]) => `${count} × ${kind.toLowerCase().replaceAll('_', ' ')}`).join(', ').slice(0, LONGEST);
}

function sumOf(redactions: Readonly<Record<string, number>>): number {
  return Object.values(redactions).reduce((sum, count) => sum + count, 0);
}
