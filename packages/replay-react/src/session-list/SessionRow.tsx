'use client';
import type { ReactElement } from 'react';
import { CheckBox } from './CheckBox.tsx';
import type { SessionColumn } from './columns.tsx';
import { useList } from './ListContext.tsx';
import { nameOf, standingOf, type SessionListItem } from './session-list-item.ts';

/** Props of {@link SessionRow}. */
export interface SessionRowProps {
  readonly session: SessionListItem;
  readonly columns: readonly SessionColumn[];
  /** From 1, the heading counted. */
  readonly position: number;
  /** Absent where rows cannot be ticked. */
  readonly selected: boolean | undefined;
  readonly onSelect: (selected: boolean) => void;
}

/** One session. Its title is the link, and the link covers the row. */
export function SessionRow({ session, columns, position, selected, onSelect }: SessionRowProps): ReactElement {
  const list = useList();
  return (
    <tr data-row="" data-outcome={standingOf(session)} aria-rowindex={position} aria-selected={selected}>
      {selected !== undefined && <td className="ph-c-check"><CheckBox label={list.messages.select(nameOf(session, list.messages).slice(0, 200))} checked={selected} onChange={onSelect} /></td>}
      {columns.map(({ name, className, Cell }) => <td key={name} className={className}><Cell session={session} list={list} /></td>)}
    </tr>
  );
}
