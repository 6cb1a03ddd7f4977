import type { ReplayState, ReplayStore } from '@playhead/replay-core';
import type { Formatters } from '../locale/formatters.ts';
import type { AnnouncementMessages } from './announcement-messages.ts';
import { addNews, openGate, quietGate } from './news-gate.ts';

/** Says what a live session brings, and what becomes of its connection. @returns Stops it. */
export function watchNews(store: ReplayStore, say: (text: string) => void, words: AnnouncementMessages, format: Formatters): () => void {
  let gate = quietGate;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen: ReplayState = store.getState();
  const tell = (): void => {
    timer = undefined;
    const opened = openGate(gate, performance.now());
    gate = opened.gate;
    if (opened.news) say(words.news(opened.news, format));
    if (opened.waitMs !== undefined) timer = setTimeout(tell, opened.waitMs);
  };
  const stop = store.subscribe(() => {
    const before = seen;
    seen = store.getState();
    if (before.status !== 'ready' || seen.status !== 'ready') return;
    if (before.connection !== seen.connection) say(seen.connection === 'lost' ? words.connectionLost : words.connectionBack);
    if (before.live && !seen.live) say(words.sessionEnded);
    if (before.model === seen.model) return;
    gate = addNews(gate, {
      events: Math.max(0, seen.model.events.length - before.model.events.length), errors: Math.max(0, seen.model.errorIds.length - before.model.errorIds.length),
    });
    if (timer === undefined) tell();
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
