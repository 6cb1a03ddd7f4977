'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { TypedPiece } from './track-player.ts';
import { typedKeys } from './typed-keys.ts';

const SHOWN_MS = 2000;

/** What was typed lately. */
export interface Typed {
  /** Whether anything was typed so far. */
  readonly any: boolean;
  /** What was typed last, for a moment; blank for what was not recorded. */
  readonly last: string | undefined;
  readonly shown: boolean;
  readonly setShown: (shown: boolean) => void;
  /** Takes what the playhead passes. Stays the same. */
  readonly take: (piece: TypedPiece) => void;
}

/** Keeps what was typed last for a moment, keys that follow each other together. */
export function useTyped(): Typed {
  const [{ any, last }, setTyped] = useState<{ readonly any: boolean; readonly last: string | undefined }>({ any: false, last: undefined });
  const [shown, setShown] = useState(true);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const take = useCallback(({ data, redacted }: TypedPiece) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTyped({ any: true, last: undefined }), SHOWN_MS);
    setTyped(({ last: before = '' }) => ({ any: true, last: redacted ? '' : (before + typedKeys(data)).slice(-60) }));
  }, []);
  return { any, last, shown, setShown, take };
}
