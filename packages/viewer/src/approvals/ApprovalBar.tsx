import { useCallback, useEffect, useState, type ReactElement } from 'react';
import type { ReplayStore } from '@playhead/replay-core';
import type { ServerRequest } from '../access/server-request.ts';
import { waitingIn, type WaitingCall } from './waiting-in.ts';
import { WaitingCalls } from './WaitingCalls.tsx';

/** Props of {@link ApprovalBar}. */
export interface ApprovalBarProps {
  readonly id: string;
  readonly store: ReplayStore | undefined;
  readonly request: ServerRequest;
}

/** Says which calls of the session wait for an approval, and takes the decision. */
export function ApprovalBar({ id, store, request }: ApprovalBarProps): ReactElement | null {
  const waiting = useWaiting(store);
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  const decide = useCallback(async (approvalId: string, decision: 'approved' | 'denied') => {
    const say = (text: string): void => setSaid((before) => ({ ...before, [approvalId]: text }));
    say('Sending…');
    try {
      const response = await request(`/api/v1/sessions/${encodeURIComponent(id)}/approvals/${encodeURIComponent(approvalId)}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ decision }) });
      if (response.ok) return say(decision === 'approved' ? 'Approved' : 'Denied');
      say(REFUSALS[response.status] ?? 'It could not be decided here.');
    } catch {
      say('The server does not answer. Try again.');
    }
  }, [id, request]);
  if (waiting.length === 0) return null;
  return <WaitingCalls calls={waiting} said={said} onDecide={(approvalId, decision) => void decide(approvalId, decision)} />;
}

const REFUSALS: Readonly<Record<number, string>> = {
  401: 'This needs a token of the kind admin.', 403: 'This needs a token of the kind admin.', 404: 'It does not wait any more.', 409: 'Somebody decided otherwise already.',
};

/** What waits, as of the last event. */
function useWaiting(store: ReplayStore | undefined): readonly WaitingCall[] {
  const [waiting, setWaiting] = useState<readonly WaitingCall[]>([]);
  useEffect(() => {
    if (!store) return;
    let events = -1;
    const look = (): void => {
      const { model } = store.getState();
      if (model.events.length === events && model.session.status === 'recording') return;
      events = model.events.length;
      setWaiting((before) => {
        const now = waitingIn(model);
        return before.length === 0 && now.length === 0 ? before : now;
      });
    };
    look();
    return store.subscribe(look);
  }, [store]);
  return waiting;
}
