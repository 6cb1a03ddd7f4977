'use client';
import type { CSSProperties, ReactElement } from 'react';
import { AnsiText } from '../ansi/AnsiText.tsx';
import { Icon } from '../elements/Icon.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { kindIcons } from '../elements/step-words.ts';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { eventWords } from './event-words.ts';
import { previewLines } from './preview-lines.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { timelineMessages } from './timeline-messages.ts';

const CARD_PX = 304;
/** How far the card may go beyond the ends of the timeline, which has room around it, in px. */
const BEYOND_PX = 8;
const LOOKS = { failed: 'ph-bad', denied: 'ph-stop', interrupted: 'ph-warn', running: '' } as const;

/** What an event was, in a few lines, under the timeline. */
export function HoverCard({ index, x }: { readonly index: number; readonly x: number }): ReactElement | null {
  const { axis, timeMap } = useTimelineFrame();
  const model = useReplayState((state) => state.model);
  const words = useWords('timeline', timelineMessages);
  const format = useFormat();
  const event = model.events[index];
  if (!event) return null;
  const { name, argument, kind, status, step } = eventWords(model, event);
  const lines = previewLines(event, step);
  const prose = !step && (event.kind === 'prompt' || event.kind === 'assistant');
  const left = Math.max(-BEYOND_PX, Math.min(x - CARD_PX / 2, axis.widthPx + BEYOND_PX - CARD_PX));
  const place: CSSProperties = { left };
  return (
    <div className="ph-pop ph-hovercard" role="tooltip" data-part="hover-card" data-kind={kind} data-status={status} style={place}>
      <div className={`ph-row ph-k-${kind}`}>
        <span className="ph-hovercard__i"><Icon name={kind === 'denied' ? 'denied' : kindIcons[kind]} /></span>
        <b className="ph-med ph-cut ph-grow"><VisibleText text={name} />{!prose && argument !== '' && <> <span className="ph-mono ph-2nd"><VisibleText text={argument} /></span></>}</b>
        <span className="ph-muted">{format.time(timeMap.toVirtual(event.record.at))}</span>
      </div>
      {prose && argument !== '' && <p className="ph-hovercard__p"><VisibleText text={argument} /></p>}
      {lines.length > 0 && <pre>{lines.map((line, at) => <span key={at}>{at > 0 && '\n'}{step?.terminal && !step.test ? <AnsiText text={line} /> : <VisibleText text={line} />}</span>)}</pre>}
      <div className="ph-row ph-muted ph-hovercard__f">
        <span>{words.event(format.number(index + 1))}</span>
        {status && <span className={`${LOOKS[status]} ph-med`}>{words.status[status]}</span>}
        <span className="ph-grow" /><span>{words.jump}</span>
      </div>
    </div>
  );
}
