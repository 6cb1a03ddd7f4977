'use client';
import type { ReactElement, ReactNode } from 'react';
import { VisibleText } from '../elements/VisibleText.tsx';

/** Names come from recordings. */
const LONGEST = 120;

/** A row of a {@link FigureTable}. */
export interface FigureRow {
  readonly name: string;
  /** Stands in the place of the name. */
  readonly link?: ReactNode;
  /** How long its bar is, beside those of the other rows. */
  readonly weight: number;
  /** One for each column. */
  readonly cells: readonly string[];
}

/** Props of {@link FigureTable}. */
export interface FigureTableProps {
  readonly title: string;
  /** What rows are. */
  readonly of: string;
  /** Those with `minor` go where there is little room. */
  readonly columns: readonly { readonly title: string; readonly minor?: boolean }[];
  readonly rows: readonly FigureRow[];
  /** Says how many rows are left out. */
  readonly more?: string | undefined;
}

/** Names with a bar and figures. Nothing where there are no rows. */
export function FigureTable({ title, of, columns, rows, more }: FigureTableProps): ReactElement | null {
  if (rows.length === 0) return null;
  const top = Math.max(...rows.map(({ weight }) => weight)) || 1;
  return (
    <div className="ph-figures">
      <table>
        <caption className="ph-label">{title}</caption>
        <thead><tr><th scope="col">{of}</th><td className="ph-figures__bar" />{columns.map((column) => <th key={column.title} scope="col" data-minor={column.minor}>{column.title}</th>)}</tr></thead>
        <tbody>
          {rows.map(({ name, link, weight, cells }, index) => (
            <tr key={index}>
              <th scope="row"><span className="ph-cut" dir="auto">{link ?? <ShownName name={name} />}</span></th>
              <td className="ph-figures__bar"><i style={{ inlineSize: `${((weight / top) * 100).toFixed(1)}%` }} /></td>
              {cells.map((cell, place) => <td key={place} data-minor={columns[place]?.minor}>{cell}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {more !== undefined && <p className="ph-muted">{more}</p>}
    </div>
  );
}

/** A recorded name, of a very long one its beginning. */
export function ShownName({ name }: { readonly name: string }): ReactElement {
  return <VisibleText text={name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name} />;
}
