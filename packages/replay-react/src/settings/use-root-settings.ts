'use client';
import { useMemo } from 'react';
import { defaultKeyMap } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';
import type { EventRenderers } from '../events/event-renderer.ts';
import { createFormatters } from '../locale/formatters.ts';
import type { PartialReplayMessages } from '../messages/messages.ts';
import type { ReplayRootBehaviour, ReplayRootLook } from '../replay/root-props.ts';
import type { ReplayAction, ReplaySettings } from './replay-settings.ts';

const NO_RENDERERS: EventRenderers = {};
const NO_MESSAGES: PartialReplayMessages = {};

/** What the host set, as one object that stays the same while that does. */
export function useRootSettings(props: ReplayRootLook & ReplayRootBehaviour): ReplaySettings {
  const { messages = NO_MESSAGES, locale = 'en', nonce, renderers = NO_RENDERERS, keymap = defaultKeyMap, can, components, unsafeRemoteImages = false, onAction } = props;
  const format = useMemo(() => createFormatters(locale), [locale]);
  const latest = useLatest(onAction);
  const hears = onAction !== undefined;
  const { annotate, branch, download } = can ?? {};
  const Link = components?.Link;
  return useMemo((): ReplaySettings => ({
    messages, format, nonce, renderers, keyMap: keymap, Link, unsafeRemoteImages,
    can: { ...(annotate !== undefined && { annotate }), ...(branch !== undefined && { branch }), ...(download !== undefined && { download }) },
    ...(hears && { onAction: (action: ReplayAction) => latest.current?.(action) }),
  }), [messages, format, nonce, renderers, keymap, Link, unsafeRemoteImages, annotate, branch, download, hears, latest]);
}
