import { isBlobRef, type BlobRef, type TextValue } from '@playhead/protocol';
import { bucketise, firstIndexFrom, type ReplayEvent, type ReplayStore } from '@playhead/replay-core';
import { createGrid, measured, write } from '../screen/cell-grid.ts';
import type { Theme } from '../view/theme.ts';
import { eventLines, textAtHand, type TextLine } from './event-lines.ts';
import type { Stage, StageHit } from './stage.ts';

/** So many bytes of a large value are shown. */
const SHOWN_BYTES = 16_384;

/** Shows a session as text: what happened up to the playhead, the newest at the bottom. */
export function createTextStage(store: ReplayStore, theme: Theme): Stage {
  const loaded = new Map<string, string>();
  const listeners = new Set<() => void>();
  let current = -1;
  let back = 0;
  const load = async (blob: BlobRef): Promise<void> => {
    const bytes = await store.bytes(blob, { start: 0, end: SHOWN_BYTES }).catch(() => undefined);
    loaded.set(blob.$blob, bytes ? `${new TextDecoder().decode(bytes)}${blob.size > SHOWN_BYTES ? `\n(${blob.size} bytes in all)` : ''}` : textAtHand(blob));
    for (const listener of listeners) listener();
  };
  const textOf = (value: TextValue): string => {
    if (!isBlobRef(value)) return textAtHand(value);
    const known = loaded.get(value.$blob);
    if (known === undefined && !loaded.has(value.$blob)) {
      loaded.set(value.$blob, textAtHand(value));
      void load(value);
    }
    return known ?? textAtHand(value);
  };
  const wrappedOf = (event: ReplayEvent, columns: number): readonly TextLine[] => eventLines(event, theme, textOf).flatMap((line) => wrapped(line, columns));
  return {
    title: '',
    async goTo(at) {
      const { events } = store.getState().model;
      const index = lastAt(events, at);
      if (index !== current) back = 0;
      current = index;
    },
    draw({ columns, rows }) {
      const { events } = store.getState().model;
      const grid = createGrid(columns, rows);
      const lines: TextLine[] = [];
      for (let index = Math.min(current, events.length - 1); index >= 0 && lines.length < rows + back; index -= 1) {
        const event = events[index];
        if (event) lines.unshift(...wrappedOf(event, columns));
      }
      back = Math.max(0, Math.min(back, lines.length - rows));
      const end = lines.length - back;
      for (const [y, { text, style }] of lines.slice(Math.max(0, end - rows), end).entries()) write(grid, 0, y, text, style);
      return { grid };
    },
    async scroll(by) {
      back = Math.max(0, back + by);
    },
    async change(at, by) {
      const { events } = store.getState().model;
      const index = lastAt(events, at);
      if (by > 0) return events[index + 1]?.record.at;
      const here = events[index]?.record.at;
      return here === undefined ? undefined : events[lastAt(events, here - 1)]?.record.at;
    },
    async *search(query, signal) {
      store.setQuery(query);
      for (;;) {
        const { hits, searching, model: { events } } = store.getState();
        const wanted = new Set(hits);
        yield events.filter(({ id }) => wanted.has(id)).map((event): StageHit => ({ at: event.record.at, line: event.summary || event.title }));
        if (!searching || signal.aborted) return;
        await new Promise<void>((resolve) => {
          const stop = store.subscribe(() => { stop(); resolve(); });
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
    heat: (stretches, timeMap) => bucketise(store.getState().model.events, stretches, timeMap).map(({ total }) => total),
    end: () => store.getState().model.events.at(-1)?.record.at,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => listeners.clear(),
  };
}

/** The last event up to a moment; -1 before the first. */
function lastAt(events: readonly ReplayEvent[], at: number): number {
  return firstIndexFrom(events, at + 1) - 1; // times are whole microseconds
}

/** A line in as many rows as it takes. */
function wrapped({ text, style }: TextLine, columns: number): readonly TextLine[] {
  const rows: string[] = [''];
  let width = 0;
  for (const { text: character, width: cells } of measured(text)) {
    if (width + cells > columns) {
      rows.push('');
      width = 0;
    }
    rows.push(`${rows.pop() ?? ''}${character}`);
    width += cells;
  }
  return rows.map((row) => ({ text: row, style }));
}
