import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionRecord } from '@playhead/protocol';
import { createModel, type SessionModel } from '@playhead/replay-core';
import { createRowCounts } from '../filters/count-rows.ts';
import { createOutlineTree } from '../outline/outline-tree.ts';
import { createFittingSteps, createStepIndex } from '../replay/step-index.ts';
import { buildRecords, type Line } from '../testing/build-session.ts';
import { createFeed } from './feed.ts';
import { createShownRows, type Narrowing } from './shown-rows.ts';

/** Properties take their time on a busy machine. */
const PATIENT = 60_000;

const piece: fc.Arbitrary<Line> = fc.oneof(
  fc.record({ type: fc.constant('prompt'), data: fc.record({ text: fc.string(), origin: fc.constant('human') }) }),
  fc.record({ type: fc.constant('assistant_text'), data: fc.record({ text: fc.string(), messageId: fc.constantFrom('m1', 'm2') }) }),
  fc.record({ type: fc.constantFrom('terminal_command', 'terminal_output'), data: fc.record({ command: fc.string(), text: fc.string() }), call: fc.constantFrom('c1', 'c2', 'c3') }),
  fc.record({ type: fc.constant('tool_call'), data: fc.record({ name: fc.constant('Read'), kind: fc.constant('read') }), call: fc.constantFrom('c4', 'c5', 'c6') }),
  fc.record({ type: fc.constant('test_result'), data: fc.record({ passed: fc.nat(9), failed: fc.nat(9) }), call: fc.constantFrom('c1', 'c2') }),
  fc.record({ type: fc.constant('tool_result'), data: fc.record({ status: fc.constantFrom('ok', 'failed', 'denied') }), call: fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6') }),
  fc.record({ type: fc.constantFrom('terminal_command', 'subagent_start'), data: fc.record({ command: fc.string(), agentType: fc.string() }), call: fc.constantFrom('c7', 'c8'), agent: fc.constantFrom('a1', 'a2') }),
  fc.record({ type: fc.constantFrom('chapter', 'session_checkpoint', 'usage'), data: fc.record({ title: fc.string() }) }),
);

/** Records of a session, and the order in which batches of them arrive. */
const arriving = fc.record({ lines: fc.array(piece, { maxLength: 30 }), order: fc.infiniteStream(fc.nat(29)), late: fc.nat(3), size: fc.integer({ min: 1, max: 5 }) }).map(({ lines, order, late, size }) => {
  const records = buildRecords(lines);
  for (let swap = 0; swap < late; swap++) {
    const from = order.next().value ?? 0;
    const [record] = records.splice(Math.min(from, records.length - 1), 1);
    if (record) records.push(record);
  }
  const batches: SessionRecord[][] = [];
  for (let at = 0; at < records.length; at += size) batches.push(records.slice(at, at + size));
  return batches;
});

function eachModel(batches: readonly SessionRecord[][], look: (model: SessionModel) => void): void {
  const builder = createModel();
  for (const batch of batches) look(builder.add(batch));
}

test('a feed that grows has the same rows as one made anew, in whatever order events arrive', () => {
  fc.assert(fc.property(arriving, (batches) => {
    const growing = createFeed();
    eachModel(batches, (model) => {
      growing.update(model);
      const fresh = createFeed();
      fresh.update(model);
      expect(growing.rows).toEqual(fresh.rows);
      for (let index = 0; index < model.events.length; index++) {
        expect(growing.rowAt(index)).toBe(fresh.rowAt(index));
        expect(growing.rowOf(model.events[index]?.id ?? '')).toBe(fresh.rowAt(index));
      }
      for (const agent of ['a1', 'a2']) expect(growing.eventsOfAgent(agent)).toBe(model.events.filter(({ record }) => record.agent === agent).length);
    });
  }));
}, PATIENT);

test('the rows that filters leave and their counts grow to the same as when made anew', () => {
  const filter: Narrowing['filter'] = { kinds: ['read'] };
  fc.assert(fc.property(arriving, (batches) => {
    const [feed, list, counts] = [createFeed(), createShownRows(), createRowCounts()];
    eachModel(batches, (model) => {
      const narrowing: Narrowing = { filter, shown: { narrowed: true, count: 0, includes: (event) => event.kind === 'command' || event.severity === 'error' } };
      feed.update(model);
      list.update(feed, narrowing);
      counts.update(feed);
      const [freshFeed, fresh, freshCounts] = [createFeed(), createShownRows(), createRowCounts()];
      freshFeed.update(model);
      fresh.update(freshFeed, { ...narrowing, filter: {} });
      freshCounts.update(freshFeed);
      expect(Array.from({ length: list.length }, (_, place) => list.at(place))).toEqual(Array.from({ length: fresh.length }, (_, place) => fresh.at(place)));
      expect(new Map(counts.kinds)).toEqual(new Map(freshCounts.kinds));
      expect(new Map(counts.statuses)).toEqual(new Map(freshCounts.statuses));
      expect(new Map(counts.agents)).toEqual(new Map(freshCounts.agents));
    });
  }));
}, PATIENT);

test('the steps of a growing session are found as in a whole one', () => {
  const fits = (step: { readonly kind: string }): boolean => step.kind === 'command';
  fc.assert(fc.property(arriving, (batches) => {
    const [index, fitting] = [createStepIndex(), createFittingSteps(fits)];
    eachModel(batches, (model) => {
      index.update(model);
      fitting.update(model);
      const fresh = createFittingSteps(fits);
      fresh.update(model);
      for (const step of model.turns.flatMap(({ steps }) => steps)) expect(index.get(step.id)).toBe(step);
      for (const { record } of model.events) expect(fitting.at(record.at)).toBe(fresh.at(record.at));
    });
  }));
}, PATIENT);

test('an outline that grows has the same lines as one made anew', () => {
  fc.assert(fc.property(arriving, (batches) => {
    const growing = createOutlineTree();
    eachModel(batches, (model) => {
      const at = model.events.at(-1)?.record.at ?? 0;
      const toggled = new Map(model.chapters.map(({ id }) => [`chapter ${id}`, true]));
      const [lines, fresh] = [growing.lines({ model, at, toggled }), createOutlineTree().lines({ model, at, toggled })];
      expect(lines.nodes).toEqual(fresh.nodes);
      expect(lines.current).toBe(fresh.current);
    });
  }));
}, PATIENT);

test('appending one event looks at no old row again', () => {
  const records = buildRecords(Array.from({ length: 2000 }, (_, index) => ({ type: 'terminal_command', data: { command: `echo ${index}` }, call: `c${index}` })));
  const builder = createModel();
  const feed = createFeed();
  feed.update(builder.add(records.slice(0, -1)));
  const before = [...feed.rows];
  feed.update(builder.add(records.slice(-1)));
  expect(feed.changedFrom).toBe(before.length);
  expect(feed.rows.slice(0, before.length).every((row, index) => row === before[index])).toBe(true);
});
