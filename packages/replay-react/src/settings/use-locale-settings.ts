'use client';
import { useMemo } from 'react';
import { createFormatters } from '../locale/formatters.ts';
import type { PartialReplayMessages } from '../messages/messages.ts';
import { useSettings } from './SettingsContext.tsx';
import type { ReplaySettings } from './replay-settings.ts';

/** The settings around a part that stands for itself, with its own locale and words. */
export function useLocaleSettings<Name extends keyof PartialReplayMessages>(name: Name, own: PartialReplayMessages[Name], locale: string | undefined): ReplaySettings {
  const outer = useSettings();
  return useMemo((): ReplaySettings => ({
    ...outer, messages: { ...outer.messages, [name]: { ...outer.messages[name], ...own } }, format: locale === undefined ? outer.format : createFormatters(locale),
  }), [outer, name, own, locale]);
}
