import { encodeRecord, type EventData, type EventType, type JsonObject, type SessionStorage } from '@playhead/protocol';

/** Monday, 2025-11-03T00:00:00Z in microseconds. */
export const MONDAY = 1_762_128_000_000_000;
const DAY = 86_400_000_000;

/** What is known of sessions that use a skill: of the first version 22 of 25 first turns are accepted, of the second 8 of 25. */
export const ACCEPTED: Readonly<Record<string, number>> = { '1.0': 22, '1.1': 8 };

/** The id of a generated session. */
export function skillSessionId(index: number): string {
  return `01980000-0000-7000-8000-${String(index).padStart(12, '0')}`;
}

/**
 * Records 50 sessions of two versions of the skill `review`, one a day. The second version is slower, its commands fail more often, and fewer of
 * its first turns are accepted.
 */
export async function recordSkillSessions(storage: SessionStorage): Promise<void> {
  for (let index = 0; index < 50; index += 1) {
    const version = index < 25 ? '1.0' : '1.1';
    const place = index % 25;
    const good = place < (ACCEPTED[version] ?? 0);
    const header = { sessionId: skillSessionId(index), name: `Session ${index}`, harness: 'claude-code', agentName: index % 2 === 0 ? 'Claude' : 'Other', workspaceName: 'w', project: place < 20 ? 'shop' : 'site' };
    const at = MONDAY + index * DAY;
    let n = 0;
    const line = <Type extends EventType>(type: Type, seconds: number, data: EventData<Type>, more: { readonly turn?: string; readonly call?: string } = {}): string =>
      encodeRecord({ id: `r${index}-${n}`, p: 'p', e: 0, n: n++, at: at + seconds * 1_000_000, type, via: 'sdk', ...more, data: data as unknown as JsonObject }); // event data is JSON
    await storage.create(header, { at });
    const turn = 't1';
    const works = version === '1.0' ? 10 + place : 40 + place; // seconds
    await storage.append(header.sessionId, [
      line('session_start', 0, header), line('prompt', 0, { text: 'Review it', origin: 'human' }, { turn }),
      line('skill_use', 1, { name: 'review', version, tool: 'Skill' }, { turn, call: 's' }), line('tool_result', 2, { status: 'ok', durationUs: 1_000_000 }, { turn, call: 's' }),
      ...[0, 1, 2, 3].flatMap((call) => [
        line('terminal_command', 3, { command: `npm test ${call}`, tool: 'Bash' }, { turn, call: `c${call}` }),
        line('tool_result', 4, { status: version === '1.1' && call < 2 ? 'failed' : 'ok', durationUs: 500_000 }, { turn, call: `c${call}` }),
      ]),
      line('usage', 5, { model: 'claude-x-20250101', inputTokens: 100, outputTokens: version === '1.0' ? 50 : 400, costUsd: 0.01 }, { turn }),
      line('turn_end', works, { outcome: good ? 'success' : 'failed' }, { turn }),
      line('session_stop', works, { outcome: good ? 'success' : 'failed' }), line('session_status', works, { status: 'completed' }),
    ]);
  }
}
