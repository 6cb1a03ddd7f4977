import type { ComponentType, ReactNode } from 'react';
import type { KeyMap } from '@playhead/replay-core';
import type { EventRenderers } from '../events/event-renderer.ts';
import { createFormatters, type Formatters } from '../locale/formatters.ts';
import type { PartialReplayMessages } from '../messages/messages.ts';

/** Something that the host does: a key or a button whose feature is not ours. */
export interface ReplayAction {
  readonly type: 'intervene' | 'leave' | 'inspect-snapshot' | 'note' | 'needs-review' | 'copy-link' | 'share' | 'branch' | 'download';
  /** The event at the playhead. */
  readonly eventId?: string;
  /** What was copied, for `copy-link`. */
  readonly text?: string;
}

/** What the host allows. */
export interface ReplayPermissions {
  readonly annotate?: boolean;
  readonly branch?: boolean;
  readonly download?: boolean;
}

/** Props of a link as a part draws it. */
export interface ReplayLinkProps {
  readonly href: string;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** What a host sets once for all parts of a replay. */
export interface ReplaySettings {
  /** The host's words, by part; what it leaves out is English. */
  readonly messages: PartialReplayMessages;
  readonly format: Formatters;
  /** For the styles that the diff viewer adds, where the page has a content security policy. */
  readonly nonce?: string | undefined;
  readonly renderers: EventRenderers;
  /** Keys; `false` switches single-key shortcuts off. */
  readonly keyMap: KeyMap | false;
  readonly can: ReplayPermissions;
  /** How links inside the product are drawn. Default: `<a>`. */
  readonly Link?: ComponentType<ReplayLinkProps> | undefined;
  /** Loads images of other hosts named in markdown. Default: off, they are named only. */
  readonly unsafeRemoteImages: boolean;
  readonly onAction?: ((action: ReplayAction) => void) | undefined;
}

/** What holds where a host sets nothing. */
export function defaultSettings(keyMap: KeyMap): ReplaySettings {
  return { messages: {}, format: createFormatters('en'), renderers: {}, keyMap, can: {}, unsafeRemoteImages: false };
}
