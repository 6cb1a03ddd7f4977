'use client';
import { useMemo } from 'react';
import { useSettings } from '../settings/SettingsContext.tsx';
import { mergeMessages, type ReplayMessages } from './messages.ts';

/** The words of all parts, in the host's language. Loads the English words of every part: for own parts with words of ours. */
export function useMessages(): ReplayMessages {
  const { messages } = useSettings();
  return useMemo(() => mergeMessages(messages), [messages]);
}
