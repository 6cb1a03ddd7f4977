'use client';
import { createContext, useContext, type Context } from 'react';
import { defaultKeyMap } from '@playhead/replay-core';
import type { Formatters } from '../locale/formatters.ts';
import type { ReplayMessages } from '../messages/messages.ts';
import { defaultSettings, type ReplaySettings } from './replay-settings.ts';

/** What the host set for the parts below. */
export const SettingsContext: Context<ReplaySettings> = createContext<ReplaySettings>(defaultSettings(defaultKeyMap));

/** What the host set. */
export function useSettings(): ReplaySettings {
  return useContext(SettingsContext);
}

/** The words of all parts, in the host's language. */
export function useMessages(): ReplayMessages {
  return useSettings().messages;
}

/** How numbers, times and sizes are written. */
export function useFormat(): Formatters {
  return useSettings().format;
}
