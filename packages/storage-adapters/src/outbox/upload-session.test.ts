import { isPlayheadError, type SessionStorage } from '@playhead/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryStorage } from '../adapters/memory.ts';
import { uploadSession } from '../adapters/outbox.ts';
import { annotation, contentOf, droppedLine, header, line, lines, linesOf } from '../fixtures/outbox-data.ts';
import { faultyStorage, type FaultyCall, type FaultEffect } from '../testing.ts';

async function recorded(...added: readonly string[]): Promise<{ local: SessionStorage; remote: SessionStorage; sessionId: string }> {
  const [local, remote] = [memoryStorage(), memoryStorage()];
  const { sessionId } = await local.create(header({ harnessSessionId: 'h1' }));
  await local.append(sessionId, added);
  return { local, remote, sessionId };
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'done', (error: unknown) => (isPlayheadError(error) ? error.code : error));

test('carries records, values, annotations and what lists show, and then sends nothing twice', async () => {
  const { local, remote, sessionId } = await recorded(...lines(0, 1000));
  const blob = await local.blobs.put(sessionId, new TextEncoder().encode('large'));
  await local.append(sessionId, [line(1000, { data: { text: { $blob: blob, size: 5, encoding: 'text' } } })]);
  await local.annotate(sessionId, annotation('look'));
  const progress: number[] = [];
  expect(await uploadSession(sessionId, { local, remote, onProgress: ({ records }) => progress.push(records) })).toMatchObject({ target: sessionId, status: 'sent', records: 1001, damage: [] });
  expect(progress).toEqual([256, 512, 768, 1001]);
  expect(await contentOf(remote, sessionId)).toEqual(await contentOf(local, sessionId));
  expect(await remote.get(sessionId)).toEqual(await local.get(sessionId));
  const counting = faultyStorage(remote, { faults: [{ on: ['append', 'blobs.put', 'annotate'], does: 'fail' }] });
  expect(await uploadSession(sessionId, { local, remote: counting })).toMatchObject({ status: 'complete', records: 0 });
  await local.append(sessionId, [line(1001)]);
  expect(await uploadSession(sessionId, { local, remote })).toMatchObject({ status: 'sent', records: 1 });
});

test('puts a value there before the record that names it', async () => {
  const { local, remote, sessionId } = await recorded();
  const blob = await local.blobs.put(sessionId, new TextEncoder().encode('large'));
  await local.append(sessionId, [line(0, { data: { text: { $blob: blob, size: 5, encoding: 'text' } } })]);
  const away = faultyStorage(remote, { faults: [{ on: 'blobs.put', does: 'fail' }] });
  expect(await codeOf(uploadSession(sessionId, { local, remote: away }))).toBe('storage_unavailable');
  expect(await linesOf(remote, sessionId)).toEqual([]);
});

test('a value that is gone is reported, and keeps no record back', async () => {
  const { local, remote, sessionId } = await recorded(line(0, { data: { text: { $blob: `sha256-${'a'.repeat(64)}`, size: 5, encoding: 'text' } } }), line(1));
  expect(await uploadSession(sessionId, { local, remote })).toMatchObject({ records: 2, damage: [{ kind: 'missing' }] });
  expect(await linesOf(remote, sessionId)).toHaveLength(2);
});

test('a batch that is too large for the other storage is sent in parts', async () => {
  const { local, remote, sessionId } = await recorded(...lines(0, 300));
  const picky = faultyStorage(remote, { faults: [] });
  const small: SessionStorage = { ...remote, append: async (id, batch) => (batch.length > 10 ? faultyStorage(remote, { faults: [{ on: 'append', does: 'fail', error: 'payload_too_large' }] }).append(id, batch) : picky.append(id, batch)) };
  await uploadSession(sessionId, { local, remote: small });
  expect(await linesOf(remote, sessionId)).toEqual(await linesOf(local, sessionId));
});

test('a session that was made private here is made private there, also under another id', async () => {
  const { local, remote, sessionId } = await recorded(...lines(0, 5));
  const other = await remote.create(header({ harnessSessionId: 'h1' }));
  expect(await uploadSession(sessionId, { local, remote })).toMatchObject({ target: other.sessionId, records: 5 });
  await local.drop(sessionId, droppedLine({ harness: 'test', harnessSessionId: 'h1' }));
  expect(await uploadSession(sessionId, { local, remote })).toMatchObject({ status: 'dropped' });
  expect(await remote.get(other.sessionId)).toMatchObject({ dropped: { reason: 'private' } });
});

test('a session that was made private before it was sent is never told', async () => {
  const { local, remote, sessionId } = await recorded(...lines(0, 5));
  await local.drop(sessionId, droppedLine());
  expect(await uploadSession(sessionId, { local, remote })).toMatchObject({ status: 'dropped' });
  expect((await remote.list()).sessions).toEqual([]);
});

test('what was taken out of a log here is taken out there', async () => {
  const { local, remote, sessionId } = await recorded(line(0), line(1, { text: 'secret' }), line(2));
  await local.annotate(sessionId, annotation('secret'));
  await uploadSession(sessionId, { local, remote });
  await local.append(sessionId, [line(3)]);
  await local.rewrite(sessionId, ({ line: text }) => text.replace('secret', 'gone'), { annotation: (one) => ({ ...one, data: { text: 'gone' } }) });
  await uploadSession(sessionId, { local, remote });
  expect(await contentOf(remote, sessionId)).toEqual(await contentOf(local, sessionId));
  expect(JSON.stringify(await contentOf(remote, sessionId))).not.toContain('secret');
});

test('a rewrite in the middle of sending leaves nothing of the old text there', async () => {
  const { local, remote, sessionId } = await recorded(...lines(0, 2000, { text: 'secret' }));
  let rewritten: Promise<void> | undefined;
  await uploadSession(sessionId, {
    local, remote,
    onProgress: ({ records }) => { if (records === 512) rewritten = local.rewrite(sessionId, ({ line: text }) => text.replace('secret', 'gone')); },
  });
  await rewritten;
  await uploadSession(sessionId, { local, remote });
  const log = await linesOf(remote, sessionId);
  expect([log.length, log.filter((text) => text.includes('secret')).length]).toEqual([2000, 0]);
});

test('one that may only append sends all the same, and hears of what it cannot change', async () => {
  const { local, remote, sessionId } = await recorded(line(0));
  await uploadSession(sessionId, { local, remote });
  await local.rewrite(sessionId, ({ line: text }) => text.replace('line', 'text'));
  const ingest = faultyStorage(remote, { faults: [{ on: ['read', 'get', 'list', 'annotations', 'rewrite'], does: 'fail', error: 'forbidden' }] });
  await local.append(sessionId, [line(1)]);
  await uploadSession(sessionId, { local, remote: ingest });
  expect(await linesOf(remote, sessionId)).toHaveLength(2);
  await uploadSession(sessionId, { local, remote });
  expect(await linesOf(remote, sessionId), 'one that may do more makes it good').toEqual(await linesOf(local, sessionId));
});

test('a session that was deleted there is sent again as a whole', async () => {
  const { local, remote, sessionId } = await recorded(...lines(0, 5));
  await uploadSession(sessionId, { local, remote });
  await remote.delete(sessionId);
  await local.append(sessionId, [line(5)]);
  await uploadSession(sessionId, { local, remote });
  expect(await linesOf(remote, sessionId)).toEqual(lines(0, 6));
});

test('ends when it is told to, also while the other storage does not answer', async () => {
  const { local, remote, sessionId } = await recorded(...lines(0, 5));
  const hanging = faultyStorage(remote, { faults: [{ on: 'append', does: 'hang' }] });
  const stop = new AbortController();
  const done = codeOf(uploadSession(sessionId, { local, remote: hanging, signal: stop.signal }));
  await expect.poll(() => hanging.faults.hanging).toBe(1);
  stop.abort();
  expect(await done).toBe('aborted');
});

const CALLS: readonly FaultyCall[] = ['create', 'append', 'blobs.put', 'annotate', 'rewrite', 'drop', 'read', 'annotations'];
const EFFECTS: readonly FaultEffect[] = [{ does: 'fail' }, { does: 'lose-answer' }, { does: 'tear', share: 0.4 }, { does: 'repeat' }];

type Step =
  | { readonly step: 'append'; readonly producer: number; readonly count: number; readonly again: number }
  | { readonly step: 'annotate' | 'blob' | 'rewrite' | 'forget' | 'two at once' }
  | { readonly step: 'upload'; readonly call: number; readonly effect: number; readonly after: number };

const steps = fc.array(fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({ step: fc.constant('append' as const), producer: fc.nat(2), count: fc.integer({ min: 1, max: 400 }), again: fc.nat(20) }),
  fc.record({ step: fc.constantFrom('annotate' as const, 'blob' as const, 'rewrite' as const, 'forget' as const, 'two at once' as const) }),
  fc.record({ step: fc.constant('upload' as const), call: fc.nat(CALLS.length - 1), effect: fc.nat(EFFECTS.length - 1), after: fc.nat(4) }),
), { maxLength: 14 });

test('whatever is recorded and wherever sending is cut off, the other storage ends with the same: each line once, in order', async () => {
  await fc.assert(fc.asyncProperty(steps, async (plan) => {
    const { local, remote, sessionId } = await recorded();
    const numbers = [0, 0, 0];
    let rewrites = 0;
    for (const step of plan) {
      if (step.step === 'append') {
        const from = numbers[step.producer] ?? 0;
        numbers[step.producer] = from + step.count;
        await local.append(sessionId, lines(Math.max(0, from - step.again), from + step.count, { p: `p${step.producer}` }));
      } else if (step.step === 'upload') {
        const faulty = faultyStorage(remote, { faults: [{ on: CALLS[step.call] ?? 'append', after: step.after, times: 3, ...(EFFECTS[step.effect] ?? { does: 'fail' }) }] });
        await uploadSession(sessionId, { local, remote: faulty }).catch(() => {});
      } else if (step.step === 'two at once') {
        await Promise.all([uploadSession(sessionId, { local, remote }), uploadSession(sessionId, { local, remote })]);
      } else if (step.step === 'annotate') {
        await local.annotate(sessionId, annotation(`note ${rewrites}`));
      } else if (step.step === 'blob') {
        const blob = await local.blobs.put(sessionId, new TextEncoder().encode(`value ${numbers[0]}`));
        await local.append(sessionId, [line(numbers[0] ?? 0, { p: 'p0', data: { text: { $blob: blob, size: 1, encoding: 'text' } } })]);
        numbers[0] = (numbers[0] ?? 0) + 1;
      } else if (step.step === 'rewrite') {
        rewrites += 1;
        await local.rewrite(sessionId, ({ line: text, record }) => (record.n % 3 === 0 ? text.replace(/"title":"/, `"title":"${rewrites} `) : undefined));
      } else {
        await local.derived.put(sessionId, 'upload', 1, new TextEncoder().encode('{"torn'));
      }
    }
    await uploadSession(sessionId, { local, remote });
    expect(await contentOf(remote, sessionId)).toEqual(await contentOf(local, sessionId));
  }), { numRuns: 60 });
}, 120_000);
