'use client';
import { useEffect, useRef, useState } from 'react';
import type { TextRows } from './text-rows.ts';

/** More rows than these are not gone through one by one. */
const MOST = 10_000;

/** Where a text was found. */
export interface Findings {
  readonly rows: readonly number[];
  readonly searching: boolean;
  /** Which of the rows the search stands on; -1 for none. */
  readonly place: number;
  /** Goes to the next (1) or previous (-1) one, around the end. */
  readonly go: (by: 1 | -1) => void;
}

const NONE: readonly number[] = [];

/** What was told of one search. */
interface Told {
  readonly rows: TextRows;
  readonly query: string;
  readonly found: readonly number[];
  readonly searching: boolean;
  readonly place: number;
}

/**
 * Looks for a text while somebody types it.
 *
 * @param from - First row that is seen: the search begins behind it.
 * @param onGo - Told the row that the search now stands on.
 */
export function useFind(rows: TextRows, complete: boolean, query: string, from: () => number, onGo: (row: number) => void): Findings {
  const [told, setTold] = useState<Told>();
  const host = useRef({ from, onGo });
  useEffect(() => { host.current = { from, onGo }; });
  useEffect(() => {
    if (query === '' || !complete) return;
    const leaving = new AbortController();
    const all: number[] = [];
    let place = -1;
    const start = host.current.from();
    const tell = (searching: boolean): void => {
      const before = place;
      if (place < 0) place = searching ? all.findIndex((row) => row >= start) : Math.min(0, all.length - 1);
      const found = all.slice(0, MOST);
      setTold((last) => ({ rows, query, found, searching, place: before < 0 ? place : (last?.place ?? place) }));
      if (before < 0 && place >= 0) host.current.onGo(all[place] ?? 0);
    };
    rows.find(query, leaving.signal, (more) => {
      for (const row of more) all.push(row);
      tell(all.length < MOST);
      if (all.length >= MOST) leaving.abort();
    }).then(() => { if (!leaving.signal.aborted) tell(false); }, () => { if (!leaving.signal.aborted) tell(false); });
    return () => leaving.abort();
  }, [rows, complete, query]);
  const current = told?.rows === rows && told.query === query ? told : { found: NONE, searching: query !== '', place: -1 };
  return {
    rows: current.found,
    searching: current.searching,
    place: current.place,
    go(by) {
      const { length } = current.found;
      if (length === 0) return;
      const place = (current.place + by + length) % length;
      setTold((last) => last && { ...last, place });
      onGo(current.found[place] ?? 0);
    },
  };
}
