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
/** Longer ones are cut, and it is said how much is missing: who approves must not take a part for all of it. */
const LONGEST_INPUT = 10_000;

/** The calls of a session that wait, the oldest first. */
export function waitingIn({ session, events }: Pick<SessionModel, 'session' | 'events'>): readonly WaitingCall[] {
  if (session.status !== 'recording') return [];
  const young = events.slice(-MOST_EVENTS).map(({ record }) => record);
  const decided = new Set(young.filter(({ type }) => type === 'permission_decision').map(({ data }) => data['approvalId']));
  const asked = young.filter(({ type, data }) => type === 'permission_request' && typeof data['approvalId'] === 'string' && !decided.has(data['approvalId']));
  const told = asked.filter(({ data, p }) => asked.every((one) => one.p === p || one.data['approvalId'] !== data['approvalId'])); // what two writers tell is not decided here
  return told.map(({ data, call, p }) => {
    const text = (name: string): string | undefined => (typeof data[name] === 'string' ? data[name] : undefined);
    const rule = text('rule');
    const input = young.find((record) => record.call === call && call !== undefined && record.p === p && record.data['input'] !== undefined)?.data['input']; // as who holds it tells it
    return {
      approvalId: text('approvalId') ?? '',
      title: [text('server'), text('tool')].filter((part) => part !== undefined).join(' › '),
      about: [text('message'), rule && `Rule ${rule}`, text('identity'), text('task')].filter((part) => part !== undefined).join(' · '),
      input: input === undefined ? '' : shortened(JSON.stringify(input).replaceAll(/[\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`)), // nothing that hides or turns around what stands there
    };
  });
}

function shortened(text: string): string {
  return text.length > LONGEST_INPUT ? `${text.slice(0, LONGEST_INPUT)}… and ${text.length - LONGEST_INPUT} more characters: playhead approvals list --json shows all` : text;
}
