'use client';
import { useEffect, useState, type ReactElement } from 'react';
import { useReplayStore } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { announcementMessages } from './announcement-messages.ts';
import type { Announcer } from './announcer.ts';
import { watchNews } from './watch-news.ts';

/**
 * Says to assistive technology what happens: at once what follows from a command, and at most every five seconds, in one
 * sentence, what a live session brings. Never interrupts. Renders a hidden `status`.
 */
export function LiveRegion({ announcer }: { readonly announcer: Announcer }): ReactElement {
  const store = useReplayStore();
  const words = useWords('announcements', announcementMessages);
  const format = useFormat();
  const [said, setSaid] = useState({ text: '', number: 0 });
  useEffect(() => {
    // The same words twice are two messages: a new element makes readers say them again.
    const say = (text: string): void => setSaid(({ number }) => ({ text, number: number + 1 }));
    const stopListening = announcer.subscribe(say);
    const stopWatching = watchNews(store, say, words, format);
    return () => {
      stopListening();
      stopWatching();
    };
  }, [store, announcer, words, format]);
  return <div className="ph-hidden" role="status" aria-live="polite"><span key={said.number}>{said.text}</span></div>;
}
