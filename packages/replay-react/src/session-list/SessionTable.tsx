'use client';
import { useMemo, useRef, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { CheckBox } from './CheckBox.tsx';
import { columnsOf, type SessionColumn } from './columns.tsx';
import { useList } from './ListContext.tsx';
import { SessionRow } from './SessionRow.tsx';
import type { SessionListItem, SessionSort } from './session-list-item.ts';
import { useRowWindow } from './use-row-window.ts';

/** Props of {@link SessionTable}. */
export interface SessionTableProps {
  readonly sessions: readonly SessionListItem[];
  /** All that are known: they decide which columns there are. */
  readonly all: readonly SessionListItem[];
  readonly sort: SessionSort;
  readonly onSort: (sort: SessionSort) => void;
  /** Absent where rows cannot be ticked. */
  readonly selection: ReadonlySet<string> | undefined;
  readonly onSelection: (ids: ReadonlySet<string>) => void;
}

/** The sessions as a table: every row a link, only rows near the screen drawn. */
export function SessionTable({ sessions, all, sort, onSort, selection, onSelection }: SessionTableProps): ReactElement {
  const { messages, onPin } = useList();
  const columns = useMemo(() => columnsOf(all, onPin !== undefined), [all, onPin]);
  const body = useRef<HTMLTableSectionElement>(null);
  const { from, to, above, below } = useRowWindow(body, sessions.length);
  const count = columns.length + (selection ? 1 : 0);
  const ticked = selection ? sessions.filter(({ sessionId }) => selection.has(sessionId)).length : 0;
  return (
    <table className="ph-table" aria-rowcount={sessions.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          {selection && (
            <th scope="col" className="ph-c-check">
              <CheckBox label={messages.selectAll} checked={ticked > 0 && ticked === sessions.length} mixed={ticked > 0 && ticked < sessions.length} onChange={(on) => onSelection(on ? new Set(sessions.map(({ sessionId }) => sessionId)) : new Set())} />
            </th>
          )}
          {columns.map((column) => <Heading key={column.name} column={column} label={messages.columns[column.name]} sort={sort} onSort={onSort} />)}
        </tr>
      </thead>
      <tbody ref={body}>
        {above > 0 && <tr aria-hidden="true" className="ph-table__gap"><td colSpan={count} style={{ height: above }} /></tr>}
        {sessions.slice(from, to).map((session, index) => (
          <SessionRow
            key={session.sessionId} session={session} columns={columns} position={from + index + 2} selected={selection?.has(session.sessionId)}
            onSelect={(on) => {
              const ids = new Set(selection);
              if (on) ids.add(session.sessionId);
              else ids.delete(session.sessionId);
              onSelection(ids);
            }}
          />
        ))}
        {below > 0 && <tr aria-hidden="true" className="ph-table__gap"><td colSpan={count} style={{ height: below }} /></tr>}
      </tbody>
    </table>
  );
}

function Heading({ column: { name, number, className }, label, sort, onSort }: { readonly column: SessionColumn; readonly label: string; readonly sort: SessionSort; readonly onSort: (sort: SessionSort) => void }): ReactElement {
  const sorted = sort.by === name;
  if (name === 'pin') return <th scope="col" className={className}><span className="ph-hidden">{label}</span></th>;
  if (name === 'activity') return <th scope="col" className={className}>{label}</th>;
  return (
    <th scope="col" className={className} aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}>
      <button type="button" onClick={() => onSort({ by: name, descending: sorted ? !sort.descending : number || name === 'started' })}>
        {label}{sorted && <Icon name={sort.descending ? 'chev-d' : 'chev-u'} small />}
      </button>
    </th>
  );
}
