import type { BlobRef, SessionRecord } from '@playhead/protocol';
import { createReplay, type ReplaySource, type ReplayStore } from '@playhead/replay-core';
import type { ReplayRootBehaviour, ReplayRootLook, ReplayRootReview } from '@playhead/replay-react';
import { recordsOf, sourceOf, type Network, type RecordingName } from '../fixtures/recordings.ts';
import type { LiveSource } from '../fixtures/live-source.ts';

/** `parameters.replay` of a story. */
export interface ReplayParameters {
  /** Which session. Default `golden`, or what the Size toolbar says. `live`, `slow`, `loading`, `broken`, `unreachable` are the golden one over such a network. */
  readonly recording?: RecordingName | Exclude<Network, 'static'> | readonly SessionRecord[];
  /** Loads the values that are kept beside the session. Default: they cannot be loaded. */
  readonly values?: (blob: BlobRef) => Promise<string>;
  /** Searches what the source leaves in its log. Default: there is nothing left. */
  readonly search?: NonNullable<ReplaySource['search']>;
  /** Reads ranges of the log, as a recorded terminal does: a reading that takes long, or fails. Default: from the records. */
  readonly read?: NonNullable<ReplaySource['read']>;
  /** Where the playhead stands: an event's id, or its number from 1; a negative number counts from the end. */
  readonly at?: string | number;
  /** Whether the session goes on; `append(n)` of {@link StoryReplay} lets events arrive. Same as the network `live`. */
  readonly live?: boolean;
  /** How many events a live, slow or broken source hands over at first. Default: six tenths. */
  readonly start?: number;
  /** Called once when the recording is there, before the story is drawn. */
  readonly prepare?: (store: ReplayStore) => void;
  /** More props of the root around the story, such as its `annotations`. */
  readonly props?: ReplayRootReview & ReplayRootBehaviour;
  /** `false` when the story brings its own `ReplayRoot`, such as `<SessionReplay>`; it takes `loaded.replay.props`. */
  readonly root?: boolean;
}

/** `loaded.replay` of a story. */
export interface StoryReplay {
  readonly store: ReplayStore;
  /** Props for a `ReplayRoot` of the story's own: the store, and what the toolbars say. */
  readonly props: ReplayRootLook & { readonly store: ReplayStore };
  /** Lets the next events of a live session arrive. */
  append(count?: number): number;
  /** Lets the rest of a live session arrive and the session end. */
  end(): void;
}

/** The toolbars' values. */
export interface StoryGlobals {
  readonly theme?: 'auto' | 'light' | 'dark';
  readonly density?: 'comfortable' | 'compact';
  readonly direction?: 'ltr' | 'rtl';
  readonly locale?: string;
  readonly motion?: 'normal' | 'reduced';
  readonly size?: 'golden' | '10' | '1k' | '100k';
  readonly network?: Network;
}

const NETWORKS: readonly unknown[] = ['live', 'slow', 'loading', 'broken', 'unreachable'] satisfies Network[];

/** Opens the replay of a story and waits until what is shown will not change any more. */
export async function openStoryReplay(parameters: ReplayParameters, globals: StoryGlobals): Promise<Omit<StoryReplay, 'props'>> {
  const { recording = globals.size ?? 'golden', values, search, read, at, live, start, prepare } = parameters;
  const named = NETWORKS.includes(recording);
  const network = (live ? 'live' : named ? recording : globals.network ?? 'static') as Network; // a name that is one of the networks
  const records = recordsOf(named ? 'golden' : recording as RecordingName | readonly SessionRecord[]); // a name that is no network
  const first = start ?? Math.max(1, Math.floor(records.length * 0.6));
  const source = Object.assign(sourceOf(records, network, first), values && { text: values }, search && { search }, read && { read });
  const store = createReplay(source, { ...(network !== 'live' && { follow: false }) });
  await settled(store, network);
  const { events } = store.getState().model;
  const event = typeof at === 'number' ? events.at(at > 0 ? at - 1 : at)?.id : at;
  if (event !== undefined) store.select(event);
  prepare?.(store);
  const goesOn = 'append' in source ? source as LiveSource : undefined; // only live sources append
  return { store, append: (count) => goesOn?.append(count) ?? 0, end: () => goesOn?.end() };
}

/** What the toolbars say, as props of a root. */
export function lookOf({ theme, density, direction, locale }: StoryGlobals): ReplayRootLook {
  return { theme, density, locale, ...(direction === 'rtl' && { dir: direction }) };
}

function settled(store: ReplayStore, network: Network): Promise<void> {
  const there = (): boolean => {
    const { status, model } = store.getState();
    return status !== 'loading' || network === 'loading' || (network === 'slow' && model.events.length > 0);
  };
  return new Promise((resolve) => {
    const look = (): void => {
      if (!there()) return;
      stop();
      resolve();
    };
    const stop = store.subscribe(look);
    queueMicrotask(look);
  });
}
