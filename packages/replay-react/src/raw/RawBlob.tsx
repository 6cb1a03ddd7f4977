'use client';
import { useState, type ReactElement } from 'react';
import type { BlobRef } from '@playhead/protocol';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { rawMessages } from './raw-messages.ts';

const PIECE = 200 * 1024;

/** A large value that is kept beside the recording: its size, its beginning, and the whole when asked for. */
export function RawBlob({ blob }: { readonly blob: BlobRef }): ReactElement {
  const store = useReplayStore();
  const messages = useWords('raw', rawMessages);
  const format = useFormat();
  const [text, setText] = useState<string>();
  const [status, setStatus] = useState<'idle' | 'loading' | 'error'>('idle');
  const [most, setMost] = useState(PIECE);
  const load = (): void => {
    setStatus('loading');
    store.text(blob).then(setText, () => setStatus('error'));
  };
  if (text !== undefined) {
    return (
      <>
        <span className="s-s"><VisibleText text={text.slice(0, most)} /></span>
        {text.length > most && <button type="button" className="ph-btn ph-btn--line ph-btn--s" onClick={() => setMost(most + PIECE)}>{messages.showMore(format.bytes(text.length - most))}</button>}
      </>
    );
  }
  return (
    <span className="ph-raw__blob">
      <span>{messages.large(format.bytes(blob.size))}</span>
      <button type="button" className="ph-btn ph-btn--line ph-btn--s" aria-disabled={status === 'loading'} onClick={load}>{status === 'loading' ? messages.loading : messages.load}</button>
      {status === 'error' && <span className="ph-bad" role="alert">{messages.failed}</span>}
    </span>
  );
}
