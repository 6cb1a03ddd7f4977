'use client';
import { useCallback, type KeyboardEvent } from 'react';
import { commandOf, keyName, type KeyMap, type ReplayCommand } from '@playhead/replay-core';

const TYPING = 'input:not([type=checkbox], [type=radio], [type=button], [type=range]), textarea, select, [contenteditable]:not([contenteditable=false])';
/** What Space and Enter press. */
const PRESSED = 'button, a[href], summary, input, [role=checkbox], [role=switch], [role=radio], [role=option], [role^=menuitem]';

/** What moves a slider or a choice by itself, and by which keys. */
const MOVED = 'input[type=range], input[type=radio]';
const MOVES = /^(?:Arrow|Home$|End$|Page)/;

/** Commands that a key held down goes on with. */
const REPEATED = /^(?:back|forward|previous|next)/;

/** What {@link useKeyMap} goes by. */
export interface KeyMapOptions {
  /** `false` leaves every key to the host. */
  readonly keyMap: KeyMap | false;
  /** Whether a character alone is a shortcut. */
  readonly singleKeys: boolean;
  readonly run: (command: ReplayCommand) => boolean;
}

/**
 * Runs commands by key while the focus is inside the element that gets the handler. Widgets come first: a key that one of
 * them handled, Space and Enter on a button, and arrows on a slider, are left alone. While someone types only Escape counts; in a dialog only what closes it.
 */
export function useKeyMap({ keyMap, singleKeys, run }: KeyMapOptions): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback((event) => {
    if (keyMap === false || event.defaultPrevented || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    const { key, target, repeat } = event;
    if (!(target instanceof Element)) return;
    if (key !== 'Escape' && target.closest(TYPING)) return;
    if ((key === ' ' || key === 'Enter') && target.closest(PRESSED)) return;
    if (MOVES.test(key) && target.closest(MOVED)) return;
    if (!singleKeys && key !== ' ' && [...key].length === 1) return;
    const command = commandOf(keyMap, keyName(event));
    if (command === undefined || (repeat && !REPEATED.test(command))) return;
    if (command !== 'close' && command !== 'shortcuts' && target.closest('dialog, [role=dialog]')) return;
    if (run(command)) event.preventDefault();
  }, [keyMap, singleKeys, run]);
}
