import type { ReplayState, ReplayStore } from '@playhead/replay-core';
import { announcementWords } from '../keys/announcement-words.ts';
import type { ReplaySettings } from '../settings/replay-settings.ts';
import { addNews, openGate, quietGate } from './news-gate.ts';

/**
 * Says what a live session brings, and what becomes of its connection.
 *
 * @param seen - What is known already: news is what came since.
 * @returns Stops it.
 */
export function watchNews(store: ReplayStore, seen: ReplayState, say: (text: string) => void, settings: ReplaySettings): () => void {
  const words = announcementWords(settings);
  let gate = quietGate;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known = seen;
  const tell = (): void => {
    timer = undefined;
    const opened = openGate(gate, performance.now());
    gate = opened.gate;
    if (opened.news) say(words.news(opened.news, settings.format));
    if (opened.waitMs !== undefined) timer = setTimeout(tell, opened.waitMs);
  };
  const look = (): void => {
    const before = known;
    known = store.getState();
    if (before.status !== 'ready' || known.status !== 'ready') return;
    if (before.connection !== known.connection) say(known.connection === 'lost' ? words.connectionLost : words.connectionBack);
    if (before.live && !known.live) say(words.sessionEnded);
    if (before.model === known.model) return;
    gate = addNews(gate, {
      events: Math.max(0, known.model.events.length - before.model.events.length), errors: Math.max(0, known.model.errorIds.length - before.model.errorIds.length),
    });
    if (timer === undefined) tell();
  };
  look();
  const stop = store.subscribe(look);
  return () => {
    stop();
    clearTimeout(timer);
  };
}
