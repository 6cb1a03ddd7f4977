'use client';
import type { ReactElement } from 'react';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import type { SessionErrorProps } from './slots.ts';
import { sessionReplayMessages } from './session-replay-messages.ts';

const LONGEST = 500;

/** Says why a session could not be opened, and loads it again where that may help. */
export function Failed({ error, retry }: SessionErrorProps): ReactElement {
  const words = useWords('sessionReplay', sessionReplayMessages);
  const again = retry && <button type="button" className="ph-btn ph-btn--line" onClick={retry}>{words.tryAgain}</button>;
  return (
    <div className="ph-app ph-app--state" data-status="error" data-error={error?.code} role="alert">
      {error?.code === 'forbidden'
        ? <State icon="lock" title={words.denied} actions={again}>{words.deniedText}</State>
        : error?.code === 'session_not_found' || error?.code === 'not_found'
          ? <State icon="search" title={words.notFound} actions={again}>{words.notFoundText}</State>
          : <State icon="alert" title={words.failed} actions={again}><VisibleText text={(error?.message ?? '').slice(0, LONGEST)} /></State>}
    </div>
  );
}
