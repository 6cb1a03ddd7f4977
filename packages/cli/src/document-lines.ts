import type { SessionDocument, StepDocument } from '@playhead/replay-core';
import { plain } from './plain-text.ts';

const MARKS: Readonly<Record<StepDocument['status'], string>> = { ok: '✓', failed: '✗', denied: '⊘', interrupted: '■', running: '…' };

/** A recording for people: its turns, and each step with its status. */
export function documentLines({ session, turns, finalOutput }: SessionDocument): readonly string[] {
  const head = `${session.dropped ? 'Private session' : plain(session.name, 100)}  (${session.status}${session.outcome === undefined ? '' : `, ${session.outcome}`}, ${session.events} events)`;
  const body = turns.flatMap((turn, index) => [
    '',
    `${index + 1}. ${turn.prompt ? plain(turn.prompt.text, 100) : 'before the first prompt'}`,
    ...turn.steps.map(stepLine),
    ...(turn.response === undefined ? [] : [`   → ${plain(turn.response, 200)}`]),
  ]);
  return [head, ...body, ...(finalOutput ? ['', `Final output: ${plain(finalOutput.title ?? finalOutput.content, 200)}`] : [])];
}

function stepLine({ status, title, durationUs, agentId, kind }: StepDocument): string {
  const took = durationUs === undefined ? '' : `  ${(durationUs / 1e6).toFixed(1)} s`;
  return `   ${agentId === undefined ? '' : '  '}${MARKS[status]} ${status.padEnd(11)} ${kind.padEnd(8)} ${plain(title, 90)}${took}`;
}
