'use client';
import type { ReactElement } from 'react';
import type { FileHistory } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { fileHistoryMessages } from './file-history-messages.ts';
import { usePointTime } from './use-point-time.ts';

/** Props of {@link Scrubber}. */
export interface ScrubberProps {
  readonly history: FileHistory;
  /** The point at the playhead; -1 before the first. */
  readonly point: number;
  readonly onGo: (point: number) => void;
}

/** Goes through the changes of a file, one stop for each and one before the first. */
export function Scrubber({ history: { points }, point, onGo }: ScrubberProps): ReactElement {
  const messages = useWords('fileHistory', fileHistoryMessages);
  const format = useFormat();
  const timeOf = usePointTime();
  const now = points[point];
  const words = now ? (now.kind === 'outside' ? `${messages.outside}. ${messages.outsideHint}` : messages.at(messages[now.kind], timeOf(now.at), format.number(now.added), format.number(now.removed))) : messages.beforeAll;
  return (
    <div className="ph-row">
      <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.previous} title={messages.previous} disabled={point < 0} onClick={() => onGo(point - 1)}><Icon name="prev" small /></button>
      <input
        type="range" className="ph-filehistory__range" min={0} max={points.length} step={1} value={point + 1} aria-label={messages.scrubber} aria-valuetext={words}
        onChange={(event) => onGo(Number(event.currentTarget.value) - 1)}
      />
      <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={messages.next} title={messages.next} disabled={point >= points.length - 1} onClick={() => onGo(point + 1)}><Icon name="next" small /></button>
      <span className="ph-muted" aria-hidden="true">{messages.position(format.number(point + 1), format.number(points.length))}</span>
      <span className="ph-cut ph-filehistory__word" aria-hidden="true" title={words}>{now ? `${messages[now.kind]} · ${timeOf(now.at)}` : messages.beforeAll}</span>
      {now && now.added > 0 && <span className="ph-plus" aria-hidden="true">+{format.number(now.added)}</span>}
      {now && now.removed > 0 && <span className="ph-minus" aria-hidden="true">−{format.number(now.removed)}</span>}
    </div>
  );
}
