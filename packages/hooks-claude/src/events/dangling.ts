import { callKey, type Draft } from '../draft.ts';
import type { ClaudeState, OpenCall } from '../state.ts';

/**
 * Closes the calls that no hook reported: after a "no" or Esc in the terminal nothing more comes.
 * Whether the user said no or pressed Esc later is in the transcript only; a call that asked counts as denied.
 */
export function closeDangling(state: ClaudeState, which: (call: OpenCall) => boolean = () => true): readonly Draft[] {
  return state.calls.filter((call) => call.status === undefined && which(call)).flatMap(({ id, asked, agent = null, turn = null }) => {
    const place = { call: id, agent, turn };
    const decision: Draft = { type: 'permission_decision', data: { decision: 'denied', by: 'user' }, key: callKey(id, 'decision'), ...place };
    const result: Draft = { type: 'tool_result', data: { status: asked ? 'denied' : 'interrupted' }, key: callKey(id, 'closed'), ...place };
    return asked ? [decision, result] : [result];
  });
}
