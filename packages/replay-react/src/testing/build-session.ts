import type { JsonObject, SessionRecord } from '@playhead/protocol';
import { createReplay, recordsSource, type ReplayStore } from '@playhead/replay-core';

/** A line of a test session. */
export interface Line {
  readonly type: string;
  readonly data: JsonObject;
  readonly call?: string;
  readonly agent?: string;
  readonly seconds?: number;
}

/** Records of a test session, one second apart. */
export function buildRecords(lines: readonly Line[]): SessionRecord[] {
  const start: Line = { type: 'session_start', data: { sessionId: 's1', name: 'Add JWT auth', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api-service' } };
  return [start, ...lines].map(({ type, data, call, agent, seconds }, n) => ({
    $r: 1, id: `r${n}`, p: 'test', e: 0, n, at: 1_760_000_000_000_000 + (seconds ?? n) * 1_000_000, type, via: 'sdk', ...(call !== undefined && { call }), ...(agent !== undefined && { agent }), data,
  }));
}

/** A loaded replay of a test session. */
export async function openReplay(lines: readonly Line[]): Promise<ReplayStore> {
  const store = createReplay(recordsSource(buildRecords(lines)));
  await new Promise<void>((done) => {
    const look = (): void => { if (store.getState().status !== 'loading') done(); };
    store.subscribe(look);
    look();
  });
  return store;
}
