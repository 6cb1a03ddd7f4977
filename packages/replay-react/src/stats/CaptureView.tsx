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
  const { tier, loses, sideEffects, protection }: { readonly tier?: unknown; readonly loses?: unknown; readonly sideEffects?: unknown; readonly protection?: unknown } = session.capture ?? {}; // a header may hold anything
  if (typeof tier !== 'string' || tier === '') return null;
  const missing = listed(loses);
  const changed = listed(sideEffects);
  return (
    <div className="ph-statistics__by ph-muted">
      <span>
        <VisibleText text={words.captured(tier.slice(0, LONGEST))} />
        {typeof protection === 'string' && Object.hasOwn(words.protections, protection) && <>{' '}{words.protections[protection]}</>}
        {missing !== '' && <>{' '}<VisibleText text={words.unseen(missing)} /></>}
        {changed !== '' && <>{' '}<VisibleText text={words.sideEffects(changed)} /></>}
      </span>
    </div>
  );
}

function listed(value: unknown): string {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [];
  return texts.flatMap((one) => (typeof one === 'string' ? [one.slice(0, LONGEST)] : [])).slice(0, MOST).join(', ');
}
