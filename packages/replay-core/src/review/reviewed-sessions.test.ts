import type { Annotation, JsonObject, SessionInfo, SessionQuery, SessionStorage, Via } from '@playhead/protocol';
import { emptySessionInfo, encodeRecord } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { expect, test } from 'vitest';
import type { CountedStorage } from './counted-sessions.ts';
import { keepReviewMarkers, REVIEW_MARKERS_VERSION } from './kept-markers.ts';
import { MOST_COUNTED_RECORDS } from './read-model.ts';
import { reviewMarker } from './review-annotations.ts';
import { listReviewedSessions, type ReviewedStorage } from './reviewed-sessions.ts';
import { countFacets } from './session-facets.ts';

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

test('a list says how much of a session asks for a review, without what reviewers cleared, and is narrowed by it; no log is read for it', async () => {
  const own = memoryStorage();
  const asked: string[] = [];
  const listed = { ...own, read: (id: string) => { asked.push(id); return own.read(id); } };
  const clean = await recorded(own, 'clean');
  const risky = await recorded(own, 'risky', ['git push --force origin main', 'git reset --hard HEAD~3']);
  const cleared = await recorded(own, 'cleared', ['npm publish']);
  const unseen = await recorded(own, 'unseen', ['npm publish']);
  for (const id of [clean, risky, cleared]) expect(await keepReviewMarkers(own, id)).toBe(true);
  await own.annotate(cleared, { id: 'a1', at: 1, author: 'ada', ...reviewMarker('risky-change:c0', 'dismissed') });
  await own.annotate(risky, { id: 'a2', at: 1, author: 'ada', ...reviewMarker('risky-change:c1', 'done') });
  const outdated: string[] = [];
  const { sessions } = await listReviewedSessions(listed, {}, { onOutdated: ({ sessionId }) => outdated.push(sessionId) });
  const counts = new Map(sessions.map(({ sessionId, review, reviewAll }) => [sessionId, [review, reviewAll]]));
  expect([clean, risky, cleared, unseen].map((id) => counts.get(id))).toEqual([[0, 0], [1, 2], [0, 1], [undefined, undefined]]);
  expect(outdated).toEqual([unseen]);
  expect(ids(await listReviewedSessions(listed, { needsReview: true }))).toEqual([risky]);
  expect(ids(await listReviewedSessions(listed, { needsReview: false })).toSorted()).toEqual([clean, cleared].toSorted());
  expect(asked).toEqual([]);
});

test('a list says what the witnesses of a session tell, whoever cleared it, and is narrowed and counted by it', async () => {
  const own = memoryStorage();
  const told = async (name: string, texts: Readonly<Partial<Record<Via, string>>>): Promise<string> => {
    const id = await recorded(own, name, ['npm test']);
    await own.append(id, (Object.entries(texts) as [Via, string][]).map(([via, text], index) => line(id, 50 + index, 'tool_result', { status: 'ok', text }, 'c0', via)));
    return id;
  };
  const [single, agree, disagree] = [await told('single', { sdk: 'fine' }), await told('agree', { sdk: 'fine', hook: 'fine' }), await told('disagree', { sdk: 'fine', hook: 'broken' })];
  for (const id of [single, agree, disagree]) await keepReviewMarkers(own, id);
  const unseen = await told('unseen', { sdk: 'fine', hook: 'broken' });
  await own.annotate(disagree, { id: 'a1', at: 1, author: 'ada', ...reviewMarker('witness-disagreement:c0', 'dismissed') });
  const listed = await listReviewedSessions(own);
  expect(Object.fromEntries(listed.sessions.map(({ sessionId, agreement }) => [sessionId, agreement]))).toEqual({ [single]: 'single', [agree]: 'agree', [disagree]: 'disagree', [unseen]: undefined });
  for (const [agreement, id] of [['single', single], ['agree', agree], ['disagree', disagree]] as const) {
    expect(ids(await listReviewedSessions(own, { agreement }))).toEqual([id]);
    for (const counted of [own, { ...own, survey: undefined }]) expect((await countFacets(counted as CountedStorage, { agreement })).sessions).toBe(1); // less a part that may be absent
  }
  expect((await countFacets(own)).facets.agreement.values).toEqual(['agree', 'disagree', 'single'].map((value) => ({ value, count: 1 })));
});

test('what was found is kept until the session has more, and goes on to be listed meanwhile', async () => {
  const storage = memoryStorage();
  const id = await recorded(storage, 'risky', ['npm publish']);
  await keepReviewMarkers(storage, id);
  expect(await keepReviewMarkers(storage, id)).toBe(false);
  await storage.append(id, [line(id, 90, 'terminal_command', { command: 'git clean -fdx', tool: 'Bash' }, 'c90')]);
  const outdated: string[] = [];
  const before = await listReviewedSessions(storage, {}, { onOutdated: ({ sessionId }) => outdated.push(sessionId) });
  expect([before.sessions[0]?.review, outdated]).toEqual([1, [id]]);
  expect(await keepReviewMarkers(storage, id)).toBe(true);
  expect((await listReviewedSessions(storage)).sessions[0]?.review).toBe(2);
});

test('what is kept holds nothing of the recording, and what cannot be read or says nothing is looked for again', async () => {
  const storage = memoryStorage();
  const id = await recorded(storage, 'risky', ['npm publish']);
  await storage.append(id, [line(id, 91, 'file_diff', { path: 'secret-name/.env', change: 'modified', hunks: [] })]);
  await keepReviewMarkers(storage, id);
  const kept = await storage.derived.get(id, 'review', REVIEW_MARKERS_VERSION);
  const text = new TextDecoder().decode(kept);
  expect(text).toMatch(/^\S+ 4 \+s \S+ \S+$/);
  expect(text).not.toMatch(/secret-name|risky-change|npm/);
  for (const other of ['', text.replace(/^\S+/, 'others'), text.replace(' 4 ', ' many ')]) {
    await storage.derived.put(id, 'review', REVIEW_MARKERS_VERSION, new TextEncoder().encode(other));
    expect((await listReviewedSessions(storage)).sessions[0]).not.toHaveProperty('review');
    expect(await keepReviewMarkers(storage, id)).toBe(true);
  }
});

test('a session of too many records is not read, and no header says how much of it asks for a review', async () => {
  const storage = memoryStorage();
  const id = await recorded(storage, 'forged', [], { review: 99, reviewAll: 99, agreement: 'agree' });
  for (const field of ['review', 'agreement']) expect((await listReviewedSessions(storage)).sessions[0]).not.toHaveProperty(field);
  const long = { ...storage, get: async () => ({ ...emptySessionInfo(id), events: MOST_COUNTED_RECORDS + 1 }), read: () => { throw new Error('It was read.'); } };
  expect(await keepReviewMarkers(long, id)).toBe(true);
  const { sessions } = await listReviewedSessions({ ...storage, list: async () => ({ sessions: [{ ...emptySessionInfo(id), events: MOST_COUNTED_RECORDS + 1 }] }) }, {}, { onOutdated: () => expect.unreachable() });
  expect(sessions[0]).not.toHaveProperty('review');
});

test('a session that was too long to be looked at is looked at by who has the memory for it', async () => {
  const storage = memoryStorage();
  const id = await recorded(storage, 'risky', ['npm publish']);
  expect(await keepReviewMarkers(storage, id, { mostRecords: 2 })).toBe(true);
  expect((await listReviewedSessions(storage)).sessions[0]).not.toHaveProperty('review');
  expect(await keepReviewMarkers(storage, id, { mostRecords: 2 })).toBe(false);
  expect(await keepReviewMarkers(storage, id)).toBe(true);
  expect((await listReviewedSessions(storage)).sessions[0]?.review).toBe(1);
});

let made = 0;
async function recorded(storage: SessionStorage, name: string, commands: readonly string[] = [], header: JsonObject = {}): Promise<string> {
  const id = `01980000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`;
  const start = { sessionId: id, name, harness: 'h', agentName: 'a', workspaceName: 'w', ...header };
  await storage.create(start);
  await storage.append(id, [line(id, 0, 'session_start', start), line(id, 1, 'prompt', { text: name, origin: 'human' }), ...commands.map((command, index) => line(id, 2 + index, 'terminal_command', { command, tool: 'Bash' }, `c${index}`))]);
  return id;
}

function line(id: string, n: number, type: string, data: JsonObject, call?: string, via: Via = 'sdk'): string {
  return encodeRecord({ id: `${id}-${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n * 1000, type, via, data, ...(call !== undefined && { call }) });
}
