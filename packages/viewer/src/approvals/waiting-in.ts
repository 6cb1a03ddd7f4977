import type { SessionModel } from '@playhead/replay-core';

/** A call of the session that waits until somebody decides. */
export interface WaitingCall {
  readonly approvalId: string;
  /** What it is about: server and tool. */
  readonly title: string;
  /** Why it waits, and on whose behalf. */
  readonly about: string;
  /** What it is called with. */
  readonly input: string;
}

/** What waits is young: older events are not looked at, however long the session is. */
const MOST_EVENTS = 2000;
const LONGEST_INPUT = 300;

/** The calls of a session that wait, the oldest first. */
export function waitingIn({ session, events }: Pick<SessionModel, 'session' | 'events'>): readonly WaitingCall[] {
  if (session.status !== 'recording') return [];
  const young = events.slice(-MOST_EVENTS).map(({ record }) => record);
  const decided = new Set(young.filter(({ type }) => type === 'permission_decision').map(({ data }) => data['approvalId']));
  return young.filter(({ type, data }) => type === 'permission_request' && typeof data['approvalId'] === 'string' && !decided.has(data['approvalId'])).map(({ data, call }) => {
    const text = (name: string): string | undefined => (typeof data[name] === 'string' ? data[name] : undefined);
    const rule = text('rule');
    const input = young.find((record) => record.call === call && call !== undefined && record.data['input'] !== undefined)?.data['input'];
    return {
      approvalId: text('approvalId') ?? '',
      title: [text('server'), text('tool')].filter((part) => part !== undefined).join(' › '),
      about: [text('message'), rule && `Rule ${rule}`, text('identity'), text('task')].filter((part) => part !== undefined).join(' · '),
      input: input === undefined ? '' : JSON.stringify(input).slice(0, LONGEST_INPUT),
    };
  });
}
