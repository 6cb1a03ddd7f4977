'use client';
import type { ReactElement } from 'react';
import type { SessionModel } from '@playhead/replay-core';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { statsMessages } from './stats-messages.ts';

const LONGEST = 100;
/** More than any way of capturing misses. */
const MOST = 20;

/** How the session was captured and what that way cannot see, as its header says; nothing where it says nothing. */
export function CaptureView({ session }: Pick<SessionModel, 'session'>): ReactElement | null {
  const words = useWords('stats', statsMessages);
  const { tier, loses, protection }: { readonly tier?: unknown; readonly loses?: unknown; readonly protection?: unknown } = session.capture ?? {}; // a header may hold anything
  if (typeof tier !== 'string' || tier === '') return null;
  const missing = Array.isArray(loses) ? loses.filter((one: unknown) => typeof one === 'string').slice(0, MOST) : [];
  return (
    <div className="ph-statistics__by ph-muted">
      <span>
        <VisibleText text={words.captured(tier.slice(0, LONGEST))} />
        {typeof protection === 'string' && Object.hasOwn(words.protections, protection) && <>{' '}{words.protections[protection]}</>}
        {missing.length > 0 && <>{' '}<VisibleText text={words.unseen(missing.map((one) => one.slice(0, LONGEST)).join(', '))} /></>}
      </span>
    </div>
  );
}
