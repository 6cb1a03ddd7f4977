'use client';
import { createContext, useContext, useMemo, type Context } from 'react';
import { defaultKeyMap } from '@playhead/replay-core';
import type { Formatters } from '../locale/formatters.ts';
import type { ReplayMessages } from '../messages/messages.ts';
import { mergeWords } from '../messages/merge-words.ts';
import { defaultSettings, type ReplaySettings } from './replay-settings.ts';

/** What the host set for the parts below. */
export const SettingsContext: Context<ReplaySettings> = createContext<ReplaySettings>(defaultSettings(defaultKeyMap));

/** What the host set. */
export function useSettings(): ReplaySettings {
  return useContext(SettingsContext);
}

/**
 * The words of one part: its English ones, which load with the part, with those of the host in their place.
 *
 * @param part - Whose words of the host to take.
 * @param english - Words of the part, all of them or those that are needed. Keep it the same object.
 */
export function useWords<Name extends keyof ReplayMessages, Words extends Partial<ReplayMessages[Name]>>(part: Name, english: Words): Words {
  const own = useSettings().messages[part] as Partial<Words> | undefined; // words of the same part
  return useMemo(() => mergeWords(english, own), [english, own]);
}

/** How numbers, times and sizes are written. */
export function useFormat(): Formatters {
  return useSettings().format;
}
