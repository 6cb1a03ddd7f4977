import type { ReactElement } from 'react';
import type { WaitingCall } from './waiting-in.ts';

/** Props of {@link WaitingCalls}. */
export interface WaitingCallsProps {
  readonly calls: readonly WaitingCall[];
  /** What became of a decision, by the id of the approval. */
  readonly said: Readonly<Record<string, string>>;
  readonly onDecide: (approvalId: string, decision: 'approved' | 'denied') => void;
}

/** Calls that wait for an approval, each with why, on whose behalf and with what. */
export function WaitingCalls({ calls, said, onDecide }: WaitingCallsProps): ReactElement {
  return (
    <section className="viewer__approvals" aria-label="Calls that wait for an approval" data-ph="">
      <ul role="list">
        {calls.map((call) => (
          <li key={call.approvalId} className="viewer__approval">
            <div className="viewer__approval-what">
              <strong>{call.title}</strong> waits for an approval
              {call.about !== '' && <div>{call.about}</div>}
              {call.input !== '' && <pre tabIndex={0} role="group" aria-label={`Input of ${call.title}`}>{call.input}</pre>}
            </div>
            <span role="status">{said[call.approvalId] ?? ''}</span>
            <button type="button" className="ph-btn ph-btn--s ph-btn--line" aria-label={`Approve ${call.title}`} onClick={() => onDecide(call.approvalId, 'approved')}>Approve</button>
            <button type="button" className="ph-btn ph-btn--s ph-btn--line" aria-label={`Deny ${call.title}`} onClick={() => onDecide(call.approvalId, 'denied')}>Deny</button>
          </li>
        ))}
      </ul>
    </section>
  );
}
