import type { ReplayState } from '../replay-store.ts';

/** The part of the state that user and clock change. */
export type PlayerState = Pick<ReplayState, 'live' | 'currentIndex' | 'selectedId' | 'playing' | 'rate' | 'idle' | 'follow' | 'unseen'>;

/** What can happen to a player. Indices are those of `model.events`. */
export type PlayerAction =
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  /** The user moved the playhead. */
  | { readonly type: 'moved'; readonly index: number }
  /** The user selected an event and moved there, or cleared the selection. */
  | { readonly type: 'selected'; readonly id: string | undefined; readonly index: number }
  /** The playing clock passed events. */
  | { readonly type: 'reached'; readonly index: number; readonly atEnd: boolean }
  | { readonly type: 'rated'; readonly rate: number }
  | { readonly type: 'idled'; readonly idle: ReplayState['idle'] }
  /** The user went to the live end. */
  | { readonly type: 'followed'; readonly lastIndex: number }
  /** Events arrived. `index` is where the event at the playhead now stands. */
  | { readonly type: 'appended'; readonly count: number; readonly index: number; readonly lastIndex: number }
  /** The source goes on, or ended. */
  | { readonly type: 'lived'; readonly live: boolean };

/** What follows. Pure. Appended events never stop playing nor move a detached playhead. */
export function transition(state: PlayerState, action: PlayerAction): PlayerState {
  switch (action.type) {
    case 'play': return { ...state, playing: true };
    case 'pause': return { ...state, playing: false };
    case 'moved': return { ...state, currentIndex: action.index, follow: 'detached' };
    case 'selected': return selected(state, action.id, action.index);
    case 'reached': return {
      ...state, currentIndex: action.index, playing: state.playing && (state.live || !action.atEnd), unseen: action.atEnd ? 0 : state.unseen,
    };
    case 'rated': return { ...state, rate: Math.min(16, Math.max(0.25, action.rate)) || 1 };
    case 'idled': return { ...state, idle: action.idle };
    case 'followed': return { ...state, follow: 'following', unseen: 0, currentIndex: action.lastIndex };
    case 'appended': return state.follow === 'following'
      ? { ...state, currentIndex: action.lastIndex }
      : { ...state, currentIndex: action.index, unseen: state.unseen + action.count };
    case 'lived': return { ...state, live: action.live };
  }
}

function selected(state: PlayerState, id: string | undefined, index: number): PlayerState {
  const { selectedId: _old, ...rest } = state;
  return id === undefined ? rest : { ...rest, selectedId: id, currentIndex: index, follow: 'detached' };
}
