'use client';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import type { EventKind } from '@playhead/protocol';
import type { EventFilter, ReplayState } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { RecordedText } from '../elements/RecordedText.tsx';
import { lookOf } from '../events/card-registry.ts';
import { createFeed } from '../events/feed.ts';
import { useReplayState, useReplayStore } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { createRowCounts, MAIN_AGENT, type FilteredStatus } from './count-rows.ts';
import { filtersMessages } from './filters-messages.ts';

const KINDS: readonly EventKind[] = ['prompt', 'assistant', 'command', 'edit', 'read', 'search', 'test', 'mcp', 'skill', 'subagent', 'task', 'permission', 'error', 'checkpoint', 'tool', 'session'];
const STATUSES: readonly FilteredStatus[] = ['failed', 'denied', 'interrupted', 'running'];
const STATUS_LOOKS: Readonly<Record<FilteredStatus, readonly [icon: IconName, className: string]>> = { failed: ['error', 'ph-k-error'], denied: ['denied', 'ph-k-denied'], interrupted: ['skip', ''], running: ['spin', ''] };

const pick = ({ model, filter }: ReplayState): Pick<ReplayState, 'model' | 'filter'> => ({ model, filter });

/** What can be filtered by, with how much there is of each. */
export function FilterMenu({ onClose }: { readonly onClose: () => void }): ReactElement {
  const store = useReplayStore();
  const { model, filter } = useReplayState(pick);
  const words = useWords('filters', filtersMessages);
  const format = useFormat();
  const [rows] = useState(() => ({ feed: createFeed(), counts: createRowCounts() }));
  rows.feed.update(model);
  rows.counts.update(rows.feed);
  const { kinds, statuses, agents } = rows.counts;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { box.current?.querySelector<HTMLElement>('[role=checkbox]')?.focus({ preventScroll: true }); }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return onClose();
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined && event.key !== 'Home' && event.key !== 'End') return;
    const boxes = [...(box.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = boxes.findIndex((button) => button === document.activeElement);
    const to = by === undefined ? (event.key === 'Home' ? 0 : boxes.length - 1) : (at + by + boxes.length) % boxes.length;
    event.preventDefault();
    event.stopPropagation();
    boxes[to]?.focus();
  };
  const item = (key: string, checked: boolean, icon: IconName, className: string, name: ReactNode, count: number, onToggle: () => void): ReactElement => (
    <li key={key}>
      <button type="button" role="checkbox" aria-checked={checked} className={className} onClick={onToggle}>
        <span className="ph-check"><Icon name="check" /></span><Icon name={icon} /><span className="ph-cut">{name}</span>{' '}<span className="ph-count">{format.number(count)}</span>
      </button>
    </li>
  );
  const shownKinds = KINDS.filter((kind) => kinds.has(kind) || filter.kinds?.includes(kind));
  const shownStatuses = STATUSES.filter((status) => statuses.has(status) || filter.statuses?.includes(status));
  const subagents = model.subagents.slice(0, 50);
  return (
    <div ref={box} className="ph-pop ph-filters__pop ph-menu" role="group" aria-label={words.label} onKeyDown={onKeyDown}>
      <ul aria-label={words.kindsLabel}>
        {shownKinds.map((kind) => item(kind, filter.kinds?.includes(kind) ?? false, lookOf({ event: { kind, severity: 'info' } }).icon, `ph-k-${kind}`, words.kinds[kind], kinds.get(kind) ?? 0, () => store.setFilter(toggled(filter, 'kinds', kind))))}
      </ul>
      {shownStatuses.length > 0 && (
        <>
          <hr />
          <ul aria-label={words.statusesLabel}>
            {shownStatuses.map((status) => item(status, filter.statuses?.includes(status) ?? false, ...STATUS_LOOKS[status], words.statuses[status], statuses.get(status) ?? 0, () => store.setFilter(toggled(filter, 'statuses', status))))}
          </ul>
        </>
      )}
      {subagents.length > 0 && (
        <>
          <hr />
          <ul aria-label={words.agentsLabel}>
            {[{ id: MAIN_AGENT, type: words.mainAgent }, ...subagents].map(({ id, type }) => item(id, filter.agents?.includes(id) ?? false, id === MAIN_AGENT ? 'assistant' : 'subagent', id === MAIN_AGENT ? '' : 'ph-k-subagent', <RecordedText text={(type ?? words.subagent).slice(0, 80)} />, agents.get(id) ?? 0, () => store.setFilter(toggled(filter, 'agents', id))))}
          </ul>
        </>
      )}
      {(filter.kinds || filter.statuses || filter.agents) && (
        <>
          <hr />
          <button type="button" className="ph-btn ph-filters__clear" onClick={() => store.setFilter({})}>{words.clear}</button>
        </>
      )}
    </div>
  );
}

/** A filter with one value more or less; without any, it leaves nothing out. */
function toggled<Name extends keyof EventFilter>(filter: EventFilter, name: Name, value: NonNullable<EventFilter[Name]>[number]): EventFilter {
  const { [name]: before, ...rest } = filter;
  const values: readonly unknown[] = before ?? [];
  const now = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return now.length === 0 ? rest : { ...rest, [name]: now };
}
