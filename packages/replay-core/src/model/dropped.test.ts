import type { SessionRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReplay } from '../create-replay.ts';
import type { ReplaySource, SourceChunk } from '../source/source.ts';
import { recordBuilder, sampleSession, START } from '../test-support/build-records.ts';
import { createModel } from './create-model.ts';
import type { SessionModel } from './types.ts';

const dropper = recordBuilder('dropper');
const tombstone = dropper('session_dropped', { reason: 'private', by: 'Ada', harness: 'claude-code' }, { at: START + 3_600_000_000 });
const second = dropper('session_dropped', { reason: 'again' }, { at: START + 3_600_000_001 });
const alone = structuredClone(createModel().add([tombstone]));
const everything = (model: SessionModel): string => JSON.stringify({ ...model, events: [...model.events] });

test('a session that was made private shows that and nothing else', () => {
  const model = createModel().add([...sampleSession(), tombstone]);
  expect(model.events.map(({ title, summary }) => [title, summary])).toEqual([['Content removed', 'private']]);
  expect(model.session).toMatchObject({ status: 'completed', events: 1, harness: 'claude-code', dropped: { reason: 'private', by: 'Ada' } });
  expect(model.session.outcome).toBeUndefined();
  expect([model.turns, model.files, model.tests, model.subagents, model.errorIds, model.chapters, model.moments, model.finalOutput, model.damage]).toEqual([[], [], [], [], [], [], [], undefined, []]);
});

test('nothing comes back, in whatever order and pieces a session arrives', () => {
  const damage = [{ kind: 'torn' as const, cursor: '1', bytes: 5, message: 'm' }];
  const all = [...sampleSession(), tombstone, second];
  fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: all.length }), fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 8 }), (arriving, sizes) => {
    const builder = createModel();
    for (let start = 0, turn = 0; start < arriving.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1;
      builder.add(arriving.slice(start, start + size), turn % 2 === 0 ? damage : []);
      start += size;
    }
    builder.add(arriving.slice(0, 5), damage);
    expect(structuredClone(builder.model)).toEqual(alone);
  }), { numRuns: 200 });
});

test('a model that was handed out before stays as it was', () => {
  const builder = createModel();
  const before = builder.add(sampleSession());
  const shown = everything(before);
  builder.add([tombstone]);
  expect(everything(before)).toBe(shown);
});

/** A source that hands over what it is given, when it is given it. */
function pushSource(texts: string[] = []): ReplaySource & { push(records: readonly SessionRecord[], upToDate?: boolean): void; end(): void } {
  const waiting: (SourceChunk | undefined)[] = [];
  let wake = (): void => {};
  const hand = (chunk: SourceChunk | undefined): void => { waiting.push(chunk); wake(); };
  return {
    push: (records, upToDate = true) => hand({ records, upToDate }),
    end: () => hand(undefined),
    text: async (blob) => { texts.push(blob.$blob); return 'a secret'; },
    async *open() {
      for (;;) {
        while (waiting.length === 0) await new Promise<void>((resolve) => { wake = resolve; });
        const chunk = waiting.shift();
        if (!chunk) return;
        yield chunk;
      }
    },
  };
}

const settled = async (): Promise<void> => { for (let turn = 0; turn < 10; turn += 1) await Promise.resolve(); };

test('a replay that is watched forgets all it showed, chose and looked for', async () => {
  const texts: string[] = [];
  const source = pushSource(texts);
  const replay = createReplay(source);
  const records = sampleSession();
  source.push(records.slice(0, 20));
  await settled();
  const { model: { events } } = replay.getState();
  replay.select(events[4]?.id);
  replay.highlight(events[5]?.id);
  replay.setQuery('test');
  replay.setFilter({ statuses: ['failed'] });
  replay.setRange({ from: events[1]?.record.at ?? 0, to: events[9]?.record.at ?? 0 });
  replay.play();
  const blob = { $blob: `sha256-${'a'.repeat(64)}`, size: 5, encoding: 'text' as const };
  await replay.text(blob);
  source.push([tombstone]);
  await settled();
  source.push(records.slice(20));
  source.end();
  await settled();
  const { selectedId, highlightedId, range, filter, query, hits, playing, currentIndex, live, status, model, shown, unseen } = replay.getState();
  expect({ selectedId, highlightedId, range, filter, query, hits, playing, currentIndex, live, status, unseen }).toEqual({
    selectedId: undefined, highlightedId: undefined, range: undefined, filter: {}, query: '', hits: [], playing: false, currentIndex: 0, live: false, status: 'ready', unseen: 0,
  });
  expect([model.events.length, shown.narrowed, shown.count, model.session.dropped?.reason]).toEqual([1, false, 1, 'private']);
  expect(everything(model)).not.toContain('npm test');
  await replay.text(blob);
  expect(texts.length).toBe(2); // asked for anew: no large value was kept
  replay.step(1);
  replay.seek(5);
  replay.stepError(1);
  expect(replay.getState().currentIndex).toBe(0);
  replay.close();
});

test('a stream that begins from scratch after the drop shows the same', async () => {
  const source = pushSource();
  const replay = createReplay(source, { follow: false });
  source.push(sampleSession());
  await settled();
  source.push([tombstone]);
  source.push([tombstone]);
  source.end();
  await settled();
  expect(structuredClone({ ...replay.getState().model })).toEqual(alone);
  const fresh = pushSource();
  const opened = createReplay(fresh);
  fresh.push([tombstone]);
  fresh.end();
  await settled();
  expect([opened.getState().status, opened.getState().currentIndex, opened.getState().model.events.length]).toEqual(['ready', 0, 1]);
});
