import type { JsonObject, SessionRecord } from '@playhead/protocol';
import { createProducer, type HarnessAdapter, type RecordInput } from '@playhead/recorder';

/** What {@link testHarness} runs an adapter against. */
export interface HarnessTestOptions {
  /** Payloads as a harness sent them, per session, in order of arrival. */
  readonly fixtures: readonly { readonly name: string; readonly payloads: readonly JsonObject[] }[];
  /** Declares a test, such as Vitest's or node:test's `test`. */
  readonly test: (name: string, run: () => void | Promise<void>) => void;
}

/**
 * The contract of every harness adapter, ours or not, as numbered rules.
 *
 * @example
 * ```ts
 * import { test } from 'vitest';
 *
 * testHarness(claudeHarness, { fixtures: [{ name: 'jwt-auth', payloads }], test });
 * ```
 */
export function testHarness<State>(adapter: HarnessAdapter<State>, options: HarnessTestOptions): void {
  const { fixtures, test } = options;
  for (const { name, payloads } of fixtures) {
    test(`HA1 ${name}: a payload names its session, and an unknown session begins with it`, () => {
      for (const payload of payloads) {
        expect(typeof adapter.sessionOf(payload) === 'string', 'HA1', 'sessionOf gives no id');
        expect(adapter.beginsSession(payload, undefined), 'HA1', 'a payload of an unknown session does not begin one');
      }
    });
    test(`HA2 ${name}: the header says harness, agent and workspace`, () => {
      const header: Readonly<Record<string, unknown>> = adapter.headerOf(first(payloads), context(0));
      expect(header['harness'] === adapter.harness, 'HA2', 'the header names another harness');
      for (const field of ['name', 'agentName', 'workspaceName']) expect(typeof header[field] === 'string' && header[field] !== '', 'HA2', `${field} is empty`);
    });
    test(`HA3 ${name}: the same payloads give the same records, and no payload is changed`, () => {
      const before = JSON.stringify(payloads);
      expect(JSON.stringify(play(adapter, payloads)) === JSON.stringify(play(adapter, payloads)), 'HA3', 'two runs differ');
      expect(JSON.stringify(payloads) === before, 'HA3', 'a payload was changed');
    });
    test(`HA4 ${name}: after a crash at any payload the log gives the state to go on with`, () => {
      const steps = play(adapter, payloads);
      const whole = steps.map((step) => JSON.stringify(step));
      let live = adapter.initialState();
      let restored = adapter.initialState();
      for (const [cut, payload] of payloads.entries()) {
        const same = JSON.stringify(live) === JSON.stringify(restored); // then the rest is the same too: HA3
        const rest = same ? [] : play(adapter, payloads.slice(cut), restored, cut);
        expect(rest.every((step, index) => JSON.stringify(step) === whole[cut + index]), 'HA4', `other records after a crash at payload ${cut}`);
        live = adapter.reduce(live, payload, context(cut)).state;
        restored = storedRecords(steps[cut] ?? []).reduce((known, record) => adapter.restore(known, record), restored);
      }
    });
    test(`HA5 ${name}: source keys are unique`, () => {
      const keys = play(adapter, payloads).flat().flatMap(({ key }) => (key === undefined ? [] : [key]));
      expect(new Set(keys).size === keys.length, 'HA5', `a key is used twice: ${keys.find((key, index) => keys.indexOf(key) !== index) ?? ''}`);
    });
    test(`HA6 ${name}: state is JSON`, () => {
      const state = payloads.reduce((known, payload, at) => adapter.reduce(known, payload, context(at)).state, adapter.initialState());
      expect(JSON.stringify(JSON.parse(JSON.stringify(state))) === JSON.stringify(state), 'HA6', 'the state does not survive JSON');
    });
  }
  test('HA7 a payload that is nothing the adapter knows is kept and throws nothing', () => {
    const unknown: readonly JsonObject[] = [{}, { hook_event_name: 'Nonsense', odd: [null, { a: 1 }] }, { hook_event_name: 7 }];
    for (const payload of unknown) {
      const { records } = adapter.reduce(adapter.initialState(), payload, context(0));
      expect(records.length > 0, 'HA7', 'an unknown payload left no record');
    }
  });
}

function play<State>(adapter: HarnessAdapter<State>, payloads: readonly JsonObject[], from: State = adapter.initialState(), start = 0): readonly (readonly RecordInput[])[] {
  let state = from;
  return payloads.map((payload, index) => {
    const reduction = adapter.reduce(state, payload, context(start + index));
    state = reduction.state;
    return reduction.records;
  });
}

function storedRecords(inputs: readonly RecordInput[]): readonly SessionRecord[] {
  const producer = createProducer({ via: 'hook' });
  return inputs.map((input) => JSON.parse(producer.produce(input).line) as SessionRecord); // what the producer wrote
}

function context(at: number): { readonly at: number; readonly evidence: Record<string, never> } {
  return { at: 1_763_693_890_000_000 + at, evidence: {} };
}

function first(payloads: readonly JsonObject[]): JsonObject {
  return payloads[0] ?? {};
}

function expect(holds: boolean, rule: string, message: string): void {
  if (!holds) throw new Error(`${rule} is broken: ${message}.`);
}
