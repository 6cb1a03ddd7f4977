'use client';
import { memo, type NamedExoticComponent, type ReactElement } from 'react';
import type { EventKind } from '@playhead/protocol';
import type { StepStatus } from '@playhead/replay-core';
import { formatDuration, formatTime } from '../locale/format.ts';
import { Icon } from '../elements/Icon.tsx';
import { relativePath } from '../elements/relative-path.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { Markdown } from '../markdown/Markdown.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useText } from '../replay/use-text.ts';
import type { FeedItem } from './feed-items.ts';
import { kindIcons, statusWords, stepWords } from './step-words.ts';

/** Draws what a row says, beside its time and icon. */
export type EventCard = (props: { readonly item: FeedItem }) => ReactElement;

/** How rows of each family are drawn; families without an entry are drawn as one line. */
export const eventCards: Readonly<Partial<Record<EventKind, EventCard>>> = { prompt: ProseCard, assistant: ProseCard };

function ProseCard({ item }: { readonly item: FeedItem }): ReactElement {
  const { text, status } = useText(item.prose ?? []);
  if (!item.prose) return <LineCard item={item} />;
  return (
    <>
      {item.agent && <span className="ph-ev__agent">{item.agent}</span>}
      <Markdown className="ph-prose" text={text} />
      {status === 'loading' && <span className="ph-muted">Loading the rest…</span>}
    </>
  );
}

/** One line: name, argument, numbers, status in words. */
function LineCard({ item }: { readonly item: FeedItem }): ReactElement {
  const { step, event } = item;
  const directory = useReplayState((state) => state.model.session.cwd);
  const { name, argument } = step ? stepWords(step, directory) : { name: event.title, argument: relativePath(event.summary, directory) };
  const edits = step?.diff?.reduce((sum, change) => ({ added: sum.added + change.added, removed: sum.removed + change.removed }), { added: 0, removed: 0 });
  const exitCode = step?.terminal?.exitCode;
  return (
    <div className="ph-ev__h">
      {item.agent && event.kind !== 'subagent' && <span className="ph-ev__agent"><VisibleText text={item.agent} /></span>}
      <span className="ph-ev__n"><VisibleText text={name} /></span>
      <span className="ph-ev__a ph-cut" title={argument.slice(0, 2000)}><VisibleText text={argument.slice(0, 500)} /></span>
      <span className="ph-ev__m">
        {edits && edits.added > 0 && <span className="ph-plus">+{edits.added}</span>}
        {edits && edits.removed > 0 && <span className="ph-minus">−{edits.removed}</span>}
        {step?.durationUs !== undefined && <span>{formatDuration(step.durationUs)}</span>}
        {step?.test && <span className={step.test.failed > 0 ? 'ph-bad ph-med' : 'ph-ok'}>{step.test.failed > 0 && `${step.test.failed} failed, `}{step.test.passed} passed</span>}
        {!step?.test && exitCode !== undefined && exitCode !== 0 && <span className="ph-bad">exit {exitCode}</span>}
        {step ? <StatusWord status={step.status} quiet={step.test !== undefined && step.status === 'failed'} /> : event.severity === 'denied' ? <StatusWord status="denied" /> : event.severity === 'error' && <StatusWord status="failed" />}
      </span>
    </div>
  );
}

function StatusWord({ status, quiet = false }: { readonly status: StepStatus; readonly quiet?: boolean }): ReactElement {
  if (quiet) return <span className="ph-hidden">{statusWords[status]}</span>; // the counts beside it say it already
  if (status === 'ok') return <span className="ph-hidden">Succeeded</span>;
  const look = { failed: ['error', 'ph-bad'], denied: ['denied', 'ph-stop'], interrupted: ['skip', 'ph-warn'], running: ['spin', ''] } as const;
  const [icon, className] = look[status];
  return <span className={`ph-row ${className}`} style={{ gap: 4 }}><Icon name={icon} small {...(status === 'running' && { className: 'ph-spin' })} />{statusWords[status]}</span>;
}

/** Props of {@link EventRow}. */
export interface EventRowProps {
  readonly item: FeedItem;
  /** From 1. */
  readonly position: number;
  /** How many rows there are; -1 while the session goes on. */
  readonly size: number;
  /** Virtual milliseconds. */
  readonly time: number;
  /** Whether the playhead stands on it. */
  readonly selected: boolean;
  /** Whether it is still to come at the playhead. */
  readonly ahead: boolean;
  readonly onSelect: (eventId: string) => void;
}

/** One row of the event list. Renders an `<article>`. */
export const EventRow: NamedExoticComponent<EventRowProps> = memo(function EventRow({ item, position, size, time, selected, ahead, onSelect }: EventRowProps): ReactElement {
  const { event, step } = item;
  const denied = step ? step.status === 'denied' : event.severity === 'denied';
  const kind = denied ? 'denied' : step?.test ? 'test' : (step?.kind ?? event.kind);
  const Card = (item.prose && eventCards[event.kind]) || LineCard;
  const look = event.record.type === 'prompt' ? ' ph-ev--prompt' : event.record.type === 'assistant_thinking' ? ' ph-ev--thinking' : '';
  return (
    <article
      className={`ph-ev ph-k-${kind}${look}`} data-status={step?.status} data-kind={kind} data-ahead={ahead} data-agent={item.agent !== undefined} aria-current={selected} aria-setsize={size} aria-posinset={position}
      aria-label={`${formatTime(time)} ${step ? stepWords(step).name : event.title}`} tabIndex={selected ? 0 : -1} onClick={() => onSelect(event.id)}
    >
      <div className="ph-ev__t"><span>{formatTime(time)}</span></div>
      <div className="ph-ev__r"><Icon name={kind === 'denied' ? 'denied' : kindIcons[kind]} /></div>
      <div className="ph-ev__c"><Card item={item} /></div>
    </article>
  );
});
