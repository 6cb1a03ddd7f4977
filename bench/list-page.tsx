import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { SessionRecord } from '@playhead/protocol';
import { createReplay, recordsSource, type ReplayStore } from '@playhead/replay-core';
import { Events, ReplayRoot } from '@playhead/replay-react';
import '@playhead/replay-react/styles.css';

declare global {
  interface Window { mounted?: number }
}

const START = 1_763_683_200_000_000;

/** Messages of one to five lines, each a row. */
function sessionOf(length: number): SessionRecord[] {
  return Array.from({ length }, (_, n): SessionRecord => ({
    $r: 1, id: `r${n}`, p: 'p', e: 0, n, at: START + n * 700_000, via: 'sdk',
    ...(n === 0 ? { type: 'session_start', data: { sessionId: 's', name: 'Bench' } } : { type: 'assistant_text', data: { text: `Message ${n}. ${'The token is compared in milliseconds, the clock in seconds. '.repeat(1 + (n % 5))}`, messageId: `m${n}` } }),
  }));
}

function Peer({ store }: { readonly store: ReplayStore }): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  const { events } = store.getState().model;
  // oxlint-disable-next-line react/incompatible-library -- it is the peer, as products use it
  const virtualizer = useVirtualizer({ count: events.length, getScrollElement: () => scroller.current, estimateSize: () => 28, overscan: 5 });
  useLayoutEffect(() => virtualizer.scrollToIndex(events.length - 1), [virtualizer, events.length]);
  return (
    <div ref={scroller} style={{ height: '100vh', overflow: 'auto' }}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => (
          <article key={key} ref={virtualizer.measureElement} data-index={index} style={{ position: 'absolute', insetInline: 0, transform: `translateY(${start}px)` }}>
            <b>{events[index]?.title}</b> <span>{events[index]?.summary}</span>
          </article>
        ))}
      </div>
    </div>
  );
}

const parameters = new URLSearchParams(window.location.search);
const store = createReplay(recordsSource(sessionOf(Number(parameters.get('size')))));
const show = (): void => {
  if (store.getState().status !== 'ready') return;
  stop();
  const started = performance.now();
  createRoot(document.getElementById('root') as HTMLElement).render( // the page of the bench has it
    parameters.get('list') === 'events' ? <ReplayRoot store={store} style={{ height: '100vh' }}><Events style={{ height: '100vh' }} /></ReplayRoot> : <Peer store={store} />,
  );
  const look = (): void => {
    if (document.querySelector('article')) window.mounted = performance.now() - started;
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};
const stop = store.subscribe(show);
show();
