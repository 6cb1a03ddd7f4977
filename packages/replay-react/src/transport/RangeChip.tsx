'use client';
import type { ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { transportMessages } from './transport-messages.ts';

/** The stretch that all views are narrowed to, and the way out of it. */
export function RangeChip(): ReactElement | null {
  const store = useReplayStore();
  const { range, timeMap, count } = useReplayState((state) => ({ range: state.range, timeMap: state.timeMap, count: state.shown.count }));
  const words = useWords('transport', transportMessages);
  const format = useFormat();
  if (!range) return null;
  const time = (wall: number): string => format.time(timeMap.toVirtual(wall));
  return (
    <span className="ph-rangechip">
      <bdi>{words.range(time(range.from), time(range.to), count, format.number(count))}</bdi>
      <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={words.clearRange} title={words.clearRange} onClick={() => store.setRange(undefined)}><Icon name="x" small /></button>
    </span>
  );
}
