import type { Annotation, SessionInfo, SessionQuery } from '@playhead/protocol';
import { emptySessionInfo } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { listReviewedSessions, type ReviewedStorage } from './reviewed-sessions.ts';

const PAGE = 2;

/** Sessions s0 to s5, two a page, with what was said of them. */
function storage(said: Readonly<Record<string, readonly Pick<Annotation, 'type' | 'data'>[]>>, more: Readonly<Record<string, Partial<SessionInfo>>> = {}): ReviewedStorage & { readonly asked: SessionQuery[] } {
  const all = Array.from({ length: 6 }, (_, index): SessionInfo => ({ ...emptySessionInfo(`s${index}`), ...more[`s${index}`] }));
  const asked: SessionQuery[] = [];
  return {
    asked, capabilities: { annotations: true },
    list: async (query = {}) => {
      asked.push(query);
      const from = Number(query.cursor ?? 0);
      const to = from + Math.min(PAGE, query.limit ?? PAGE);
      return { sessions: all.slice(from, to), ...(to < all.length && { next: String(to) }) };
    },
    annotations: async (id) => {
      if (id === 's5') throw new Error('deleted meanwhile');
      return (said[id] ?? []).map((one, index) => ({ id: `${id}-${index}`, at: index, author: 'ada', ...one }));
    },
  };
}
const ids = ({ sessions }: { readonly sessions: readonly SessionInfo[] }): readonly string[] => sessions.map(({ sessionId }) => sessionId);

test('a listed session has the tags of its recording and of reviewers, and its flag', async () => {
  const page = await listReviewedSessions(storage({ s0: [{ type: 'tag', data: { tag: 'auth', set: true } }, { type: 'flag', data: { set: true } }], s1: [{ type: 'tag', data: { tag: 'auth', set: true } }, { type: 'tag', data: { tag: 'auth', set: false } }] }, { s0: { tags: ['ci', 'auth'] } }));
  expect(page.sessions.slice(0, 2)).toMatchObject([{ tags: ['ci', 'auth'], flagged: true }, { sessionId: 's1' }]);
  expect(page.sessions[1]).not.toHaveProperty('tags');
});

test('sessions with a tag are found on later pages, whoever gave it, and what cannot be read is passed over', async () => {
  const tagged = storage({ s2: [{ type: 'tag', data: { tag: 'auth', set: true } }] }, { s4: { tags: ['auth'] } });
  const first = await listReviewedSessions(tagged, { tags: ['auth'], status: 'completed', limit: 1 });
  expect([ids(first), first.next]).toEqual([['s2'], '3']);
  expect(tagged.asked[2]).toEqual({ status: 'completed', limit: 1, cursor: '2' });
  const last = await listReviewedSessions(tagged, { tags: ['auth'], cursor: '3' });
  expect([ids(last), last.next]).toEqual([['s4'], undefined]);
  expect(ids(await listReviewedSessions(tagged, { tags: ['auth', 'other'] }))).toEqual([]);
});

test('a storage without annotations is asked as it is', async () => {
  const plain = { ...storage({}), capabilities: { annotations: false } };
  expect(ids(await listReviewedSessions(plain, { tags: ['auth'] }))).toEqual(['s0', 's1']);
});

test('sessions are found by the outcome that reviewers give them, and no longer by the one that was recorded', async () => {
  const over = { status: 'completed', outcome: 'success' } as const;
  const judged = storage({ s2: [{ type: 'outcome', data: { outcome: 'failed', reason: 'Broke it' } }] }, { s0: over, s2: over, s4: { ...over, outcome: 'failed' } });
  const failed = await listReviewedSessions(judged, { outcome: 'failed' });
  expect(failed.sessions).toMatchObject([{ sessionId: 's2', outcomeBy: { author: 'ada', reason: 'Broke it', recorded: 'success' } }, { sessionId: 's4' }]);
  expect(ids(await listReviewedSessions(judged, { outcome: 'success' }))).toEqual(['s0']);
});
