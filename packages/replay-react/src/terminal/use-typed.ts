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
  /** Takes what was typed right before where the playhead was put: it stays as long as that does. Stays the same. */
  readonly stand: (pieces: readonly TypedPiece[]) => void;
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
    setTyped(({ last = '' }) => ({ any: true, last: withKeys(last, data, redacted) }));
  }, []);
  const stand = useCallback((pieces: readonly TypedPiece[]) => {
    clearTimeout(timer.current);
    setTyped((before) => {
      const last = pieces.reduce<string | undefined>((keys = '', { data, redacted }) => withKeys(keys, data, redacted), undefined);
      return last === before.last ? before : { any: before.any || last !== undefined, last };
    });
  }, []);
  return { any, last, shown, setShown, take, stand };
}

/** What was typed with what follows; blank for what was not recorded. */
function withKeys(before: string, data: TypedPiece['data'], redacted: boolean): string {
  return redacted ? '' : (before + typedKeys(data)).slice(-60);
}
