import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReplay, type ReplayStore, type SourceChunk } from '@playhead/replay-core';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { buildRecords, type Line } from '../testing/build-session.ts';

beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }); });
afterEach(() => { vi.useRealTimers(); });

const text = (n: number): Line => ({ type: 'assistant_text', data: { text: `message ${n}`, messageId: `m${n}` } });
const failure: Line = { type: 'failure', data: { message: 'It broke' } };

/** A live session that is fed by hand. */
async function feed(first: readonly Line[]): Promise<{ readonly store: ReplayStore; add(lines: readonly Line[]): Promise<void> }> {
  const lines = [...first];
  let wake: () => void = () => undefined;
  const chunks: SourceChunk[] = [{ records: buildRecords(lines), upToDate: true }];
  const store = createReplay({
    async *open() {
      for (;;) {
        const chunk = chunks.shift();
        if (chunk) yield chunk;
        else await new Promise<void>((done) => { wake = done; });
      }
    },
  });
  await settled();
  return {
    store,
    async add(more) {
      const known = lines.length + 1;
      lines.push(...more);
      chunks.push({ records: buildRecords(lines).slice(known), upToDate: true });
      wake();
      await settled();
    },
  };
}

async function settled(): Promise<void> {
  await act(async () => { for (let turn = 0; turn < 10; turn++) await Promise.resolve(); });
}

test('tells of events that arrive at most every five seconds, in one sentence', async () => {
  const { store, add } = await feed([text(1)]);
  render(<ReplayRoot store={store}>{null}</ReplayRoot>);
  await act(async () => { await import('../replay/late-services.ts'); });
  const region = screen.getByRole('status');
  expect(region).toHaveTextContent('');
  await add([text(2)]);
  expect(region).toHaveTextContent('1 new event');
  await add([text(3), text(4)]);
  await add([failure]);
  expect(region).toHaveTextContent('1 new event');
  act(() => { vi.advanceTimersByTime(5000); });
  expect(region).toHaveTextContent('3 new events, 1 error');
  expect(region).toHaveAttribute('aria-live', 'polite');
});
