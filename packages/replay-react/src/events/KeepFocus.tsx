'use client';
import { Component, type ReactNode, type RefObject } from 'react';

/** Props of {@link KeepFocus}. */
export interface KeepFocusProps {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Another one means that all rows are drawn anew. */
  readonly rows: unknown;
}

interface Place {
  readonly eventId: string | undefined;
  /** The element's number in its row; 0 is the row. */
  readonly at: number;
}

/** Gives the focus back to what has it in a row when that is drawn anew. Only classes see the page before React changes it. */
export class KeepFocus extends Component<KeepFocusProps> {
  override getSnapshotBeforeUpdate(before: KeepFocusProps): Place | null {
    const { scroller, rows } = this.props;
    const { activeElement } = document;
    const row = before.rows !== rows && scroller.current?.contains(activeElement) ? activeElement?.closest('article') : undefined;
    return row && activeElement ? { eventId: row.dataset['event'], at: elementsOf(row).indexOf(activeElement as HTMLElement) } : null; // what has the focus in a row of ours is HTML
  }

  override componentDidUpdate(_props: KeepFocusProps, _state: unknown, place: Place | null): void {
    if (!place) return;
    const row = [...this.props.scroller.current?.querySelectorAll('article') ?? []].find((each) => each.dataset['event'] === place.eventId);
    if (row) elementsOf(row)[place.at]?.focus({ preventScroll: true });
  }

  override render(): ReactNode {
    return null;
  }
}

function elementsOf(row: HTMLElement): HTMLElement[] {
  return [row, ...row.querySelectorAll<HTMLElement>('*')];
}
