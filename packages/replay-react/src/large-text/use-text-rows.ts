'use client';
import { useEffect, useMemo, useState } from 'react';
import type { TextBytes } from './text-bytes.ts';
import { createTextRows, type TextRows } from './text-rows.ts';

/** How far a text is known. */
export interface KnownRows {
  readonly rows: TextRows;
  readonly count: number;
  /** How much of it was looked at, 0 to 1. */
  readonly progress: number;
  readonly failed: boolean;
  /** Goes on after a failure. */
  readonly again: () => void;
}

/** Reads a text through once, while what is known of it can be shown already. */
export function useTextRows(bytes: TextBytes): KnownRows {
  const rows = useMemo(() => createTextRows(bytes), [bytes]);
  const [known, setKnown] = useState({ rows, count: 0, readBytes: 0, failed: false });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    const tell = (failed: boolean): void => {
      if (!leaving.signal.aborted) setKnown({ rows, count: rows.count, readBytes: rows.readBytes, failed });
    };
    rows.index(leaving.signal, () => tell(false)).catch(() => tell(true));
    return () => leaving.abort();
  }, [rows, attempt]);
  const current = known.rows === rows ? known : { count: 0, readBytes: 0, failed: false };
  return { rows, count: current.count, progress: bytes.size === 0 ? 1 : current.readBytes / bytes.size, failed: current.failed, again: () => setAttempt(attempt + 1) };
}
