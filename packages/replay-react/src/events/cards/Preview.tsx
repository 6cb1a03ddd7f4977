'use client';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { Icon } from '../../elements/Icon.tsx';
import { RecordedText } from '../../elements/RecordedText.tsx';
import type { BodyContext } from '../card-body.ts';
import { usefulLines } from './output-lines.ts';

/** Props of {@link Well}. */
export interface WellProps {
  readonly children: ReactNode;
  /** What there is more, in words; absent when that is all. */
  readonly more?: string | undefined;
  readonly onMore?: () => void;
  readonly className?: string;
}

/** A frame around material of the session, with a way to the rest of it. */
export function Well({ children, more, onMore, className }: WellProps): ReactElement {
  return (
    <div className={className ? `ph-well ${className}` : 'ph-well'}>
      {children}
      {more !== undefined && <button type="button" className="ph-more" onClick={onMore}><Icon name="chev-d" small />{more}</button>}
    </div>
  );
}

/** Props of {@link OutputPreview}. */
export interface OutputPreviewProps {
  readonly text: string;
  /** Bytes, where only the beginning of it is there. */
  readonly size?: number | undefined;
  /** Whether it tells of a failure: then the lines from there on are shown. */
  readonly failing: boolean;
  /** Whether its first lines say more than its last. */
  readonly first?: boolean;
  readonly context: BodyContext;
  readonly query: string;
  readonly onMore: () => void;
}

/** The lines of an output that say most, in their colours. */
export function OutputPreview({ text, size, failing, first = false, context: { messages, format }, query, onMore }: OutputPreviewProps): ReactElement {
  const { lines, left = 0 } = useMemo(() => usefulLines(text, { failing, first }), [text, failing, first]);
  const more = size !== undefined ? messages.wholeOutput(format.bytes(size)) : left > 0 ? messages.moreLines(left, format.number(left)) : undefined;
  return (
    <Well more={more} onMore={onMore}>
      <pre className="ph-out" dir="ltr">
        {lines.map((line, index) => (
          <span key={index}>
            {line.map((span, place) => (span.className || query ? <span key={place} className={span.className || undefined}><RecordedText text={span.text} query={query} /></span> : <RecordedText key={place} text={span.text} />))}
            {index < lines.length - 1 && '\n'}
          </span>
        ))}
      </pre>
    </Well>
  );
}
