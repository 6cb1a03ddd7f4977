import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlayerAction, type PlayerState, transition } from './transition.ts';

const start: PlayerState = { live: true, currentIndex: 3, playing: false, rate: 1, idle: 'wall', follow: 'detached', unseen: 0 };
const index = fc.integer({ min: -1, max: 50 });
const actions: fc.Arbitrary<PlayerAction> = fc.oneof(
  fc.constantFrom<PlayerAction>({ type: 'play' }, { type: 'pause' }, { type: 'lived', live: true }, { type: 'lived', live: false }, { type: 'idled', idle: 'even' }),
  fc.record({ type: fc.constant('moved' as const), index }),
  fc.record({ type: fc.constant('selected' as const), id: fc.option(fc.string(), { nil: undefined }), index }),
  fc.record({ type: fc.constant('reached' as const), index, atEnd: fc.boolean() }),
  fc.record({ type: fc.constant('rated' as const), rate: fc.double() }),
  fc.record({ type: fc.constant('followed' as const), lastIndex: index }),
);

test('events that arrive never stop playing nor move a playhead that the user moved, whatever happened before', () => {
  fc.assert(fc.property(fc.array(actions, { maxLength: 8 }), fc.nat(9), (before, count) => {
    const state = before.reduce(transition, start);
    const after = transition(state, { type: 'appended', count, index: state.currentIndex, lastIndex: 60 });
    expect(after.playing).toBe(state.playing);
    expect(after.currentIndex).toBe(state.follow === 'following' ? 60 : state.currentIndex);
    expect(after.unseen).toBe(state.follow === 'following' ? state.unseen : state.unseen + count);
  }));
});

test('the playing speed stays between a quarter and sixteen', () => {
  fc.assert(fc.property(fc.array(actions, { maxLength: 8 }), (some) => {
    const { rate } = some.reduce(transition, start);
    expect(rate >= 0.25 && rate <= 16).toBe(true);
  }));
});

test('moving leaves the live end; going back to it takes in what was not seen', () => {
  const following: PlayerState = { ...start, follow: 'following' };
  expect(transition(following, { type: 'moved', index: 1 })).toMatchObject({ follow: 'detached', currentIndex: 1 });
  expect(transition({ ...start, unseen: 4 }, { type: 'followed', lastIndex: 9 })).toMatchObject({ follow: 'following', currentIndex: 9, unseen: 0 });
});

test('playing stops at the end of a session that is over, and waits at that of a running one', () => {
  const playing = { ...start, playing: true };
  expect(transition(playing, { type: 'reached', index: 9, atEnd: true })).toMatchObject({ playing: true });
  expect(transition({ ...playing, live: false }, { type: 'reached', index: 9, atEnd: true })).toMatchObject({ playing: false });
});

test('clearing the selection leaves the playhead where it is', () => {
  const selected = transition(start, { type: 'selected', id: 'a', index: 5 });
  expect(selected).toMatchObject({ selectedId: 'a', currentIndex: 5 });
  expect(transition(selected, { type: 'selected', id: undefined, index: -1 })).toEqual({ ...start, currentIndex: 5 });
});
