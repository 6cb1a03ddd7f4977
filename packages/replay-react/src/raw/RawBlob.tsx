'use client';
import { useState, type ReactElement } from 'react';
import type { BlobRef } from '@playhead/protocol';
import { VisibleText } from '../elements/VisibleText.tsx';
import { LargeTextLater } from '../large-text/LargeTextLater.tsx';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { pictureType, RawImage } from './RawImage.tsx';
import { rawMessages } from './raw-messages.ts';

/** A longer text is shown by what is seen of it, in bytes. */
const SHORT = 100 * 1024;
/** A larger picture is not drawn, in bytes. */
const MOST_PICTURE = 32 * 1024 * 1024;

type Content =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'large' }
  | { readonly type: 'picture'; readonly bytes: Uint8Array; readonly picture: string };

/** A large value that is kept beside the recording: its size, its beginning, and the whole when asked for. */
export function RawBlob({ blob }: { readonly blob: BlobRef }): ReactElement {
  const store = useReplayStore();
  const messages = useWords('raw', rawMessages);
  const format = useFormat();
  const [content, setContent] = useState<Content>();
  const [status, setStatus] = useState<'idle' | 'loading' | 'error'>('idle');
  const open = async (): Promise<Content> => {
    if (blob.encoding === 'base64' && blob.size <= MOST_PICTURE) {
      const picture = pictureType(await store.bytes(blob, { start: 0, end: 16 }));
      if (picture) return { type: 'picture', picture, bytes: await store.bytes(blob, { start: 0, end: blob.size }) };
    }
    if (blob.size > SHORT) {
      await store.bytes(blob, { start: 0, end: 1 }); // so that it says here when it cannot be loaded
      return { type: 'large' };
    }
    return { type: 'text', text: await store.text(blob) };
  };
  const load = (): void => {
    setStatus('loading');
    open().then(setContent, () => setStatus('error'));
  };
  const size = format.bytes(blob.size);
  switch (content?.type) {
    case 'text': return <span className="s-s"><VisibleText text={content.text} /></span>;
    case 'picture': return <RawImage bytes={content.bytes} type={content.picture} label={messages.picture(size)} failed={messages.notDrawn} />;
    case 'large': return <span className="ph-raw__large"><LargeTextLater values={[blob]} name={blob.$blob.slice(0, 19)} /></span>;
    case undefined: return (
      <span className="ph-raw__blob">
        <span>{messages.large(size)}</span>
        <button type="button" className="ph-btn ph-btn--line ph-btn--s" aria-disabled={status === 'loading'} onClick={load}>{status === 'loading' ? messages.loading : messages.load}</button>
        {status === 'error' && <span className="ph-bad" role="alert">{messages.failed}</span>}
      </span>
    );
  }
}
