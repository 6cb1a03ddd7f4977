import type { ComponentType, CSSProperties, ReactNode } from 'react';
import type { EventFilter, IdleMode, KeyMap, ReplayLocation, ReplaySource, ReplayStore, TimeRange } from '@playhead/replay-core';
import type { ReplayRootReview } from '../review/root-review.ts';
import type { EventRenderers } from '../events/event-renderer.ts';
import type { PartialReplayMessages } from '../messages/messages.ts';
import type { ReplayAction, ReplayLinkProps, ReplayPermissions } from '../settings/replay-settings.ts';
import type { InspectorTab } from '../view/replay-view.ts';

/** Where a replay comes from: exactly one of the three. */
export interface ReplayRootSource {
  /** A replay that the host made and closes. */
  readonly store?: ReplayStore | undefined;
  /** Loads the session again after it could not be loaded, where the host made the `store`. Without it nobody is offered to try again. */
  readonly onReopen?: (() => void) | undefined;
  /** Records to replay. Keep its identity between renders: another source is another replay. */
  readonly source?: ReplaySource | undefined;
  /** Address of a session's records on a Playhead server, such as `/api/v1/sessions/<id>/records`. */
  readonly url?: string | undefined;
}

/** Where the playhead stands and how it moves. What is given without `default` is controlled: the replay goes back to it unless the host adopts a change. */
export interface ReplayRootTime {
  /** Virtual milliseconds from the session's start, as the timeline counts them. */
  readonly time?: number | undefined;
  /** Where to open; beats following a live session. */
  readonly defaultTime?: number | undefined;
  /** Hears of the playhead at most ten times a second, and once more when it settles. */
  readonly onTimeChange?: ((timeMs: number) => void) | undefined;
  readonly playing?: boolean | undefined;
  /** Default `false`. */
  readonly defaultPlaying?: boolean | undefined;
  readonly onPlayingChange?: ((playing: boolean) => void) | undefined;
  /** Playing speed, 0.5 to 16. */
  readonly rate?: number | undefined;
  /** Default 1. */
  readonly defaultRate?: number | undefined;
  readonly onRateChange?: ((rate: number) => void) | undefined;
  /** How idle time is shown. */
  readonly idle?: IdleMode | undefined;
  /** Default `idle-capped`. */
  readonly defaultIdle?: IdleMode | undefined;
  readonly onIdleChange?: ((idle: IdleMode) => void) | undefined;
  /** Whether the live end is followed. */
  readonly follow?: boolean | undefined;
  /** Default: while the session is recorded, and no moment is asked for. */
  readonly defaultFollow?: boolean | undefined;
  readonly onFollowChange?: ((follow: boolean) => void) | undefined;
}

/** What is picked out of a session. Controlled as in {@link ReplayRootTime}. */
export interface ReplayRootSelection {
  /** Id of the selected event; `null` holds nothing selected. */
  readonly selectedId?: string | null | undefined;
  /** Where to open; beats following a live session. */
  readonly defaultSelectedId?: string | undefined;
  readonly onSelect?: ((eventId: string | undefined) => void) | undefined;
  /** The stretch shown, in microseconds since the Unix epoch; `null` holds everything shown. */
  readonly range?: TimeRange | null | undefined;
  readonly defaultRange?: TimeRange | undefined;
  readonly onRangeChange?: ((range: TimeRange | undefined) => void) | undefined;
  readonly filter?: EventFilter | undefined;
  readonly defaultFilter?: EventFilter | undefined;
  readonly onFilterChange?: ((filter: EventFilter) => void) | undefined;
  readonly query?: string | undefined;
  readonly defaultQuery?: string | undefined;
  readonly onQueryChange?: ((query: string) => void) | undefined;
}

/** What is open, and the address of it. */
export interface ReplayRootAddress {
  /** The open tab of the inspector. */
  readonly tab?: InspectorTab | undefined;
  /** Default `terminal`. */
  readonly defaultTab?: InspectorTab | undefined;
  readonly onTabChange?: ((tab: InspectorTab) => void) | undefined;
  /** Where someone is, for a host's own addresses: see `toHash` and `fromHash`. */
  readonly location?: ReplayLocation | undefined;
  /** Where to open; beats following a live session. */
  readonly defaultLocation?: ReplayLocation | undefined;
  /** Hears when the user goes elsewhere: not while playing, not of live events. */
  readonly onLocationChange?: ((location: ReplayLocation) => void) | undefined;
  /** Opens at the hash of the page's address and keeps it there, without entries in the history. Default `false`: the address is not touched. */
  readonly syncUrl?: boolean | undefined;
  /** The address of a moment, for copied links. Default: that of the page, with the location as its hash. */
  readonly linkTo?: ((location: ReplayLocation) => string) | undefined;
}

/** Look and words of a replay. */
export interface ReplayRootLook {
  /** Default `auto`: the color-scheme of the page around it. */
  readonly theme?: 'light' | 'dark' | 'auto' | undefined;
  /** Default `comfortable`. */
  readonly density?: 'comfortable' | 'compact' | undefined;
  /** Default: that of the page. Code, terminal and timeline stay left to right. */
  readonly dir?: 'ltr' | 'rtl' | undefined;
  /** For numbers and times. Default `en`. */
  readonly locale?: string | undefined;
  /** Words in place of the English ones; what is left out stays English. Keep its identity between renders. */
  readonly messages?: PartialReplayMessages | undefined;
  /** For the styles that the diff viewer adds, where the page has a content security policy. */
  readonly nonce?: string | undefined;
  readonly className?: string | undefined;
  readonly style?: CSSProperties | undefined;
}

/** What a replay may do, and what the host does. */
export interface ReplayRootBehaviour {
  /** Own bodies of event rows. Keep its identity between renders. */
  readonly renderers?: EventRenderers | undefined;
  /** Other keys; `false` leaves all keys to the host. Default `defaultKeyMap`. */
  readonly keymap?: KeyMap | false | undefined;
  /** What is `false` is not offered. */
  readonly can?: ReplayPermissions | undefined;
  /** Does what a key or a button asks for and the replay cannot do itself. */
  readonly onAction?: ((action: ReplayAction) => void) | undefined;
  /** How links inside the product are drawn. */
  readonly components?: { readonly Link?: ComponentType<ReplayLinkProps> | undefined } | undefined;
  /** Loads images that markdown names on other hosts, which tells those hosts who looks. Default `false`. */
  readonly unsafeRemoteImages?: boolean | undefined;
}

/** Props of {@link ReplayProvider}. */
export interface ReplayProviderProps extends ReplayRootSource, ReplayRootTime, ReplayRootSelection, ReplayRootAddress, ReplayRootReview {
  readonly children: ReactNode;
  /** Shown until the replay exists, and on a server when there is no `store`. */
  readonly fallback?: ReactNode;
}

/** Props of {@link ReplayRoot}. */
export interface ReplayRootProps extends ReplayProviderProps, ReplayRootLook, ReplayRootBehaviour {}
