import type { IterationDocument, SessionDocument } from '@playhead/replay-core';
import { plain } from './plain-text.ts';

/** The rounds of an actor-critic loop for people: a line each with what the critic decided and said. */
export function iterationLines({ iterations }: Pick<SessionDocument, 'iterations'>): readonly string[] {
  return iterations.length === 0 ? [] : ['', 'Iterations', ...iterations.map(iterationLine)];
}

/** What a session says of itself at its end: how sure the agent was, and what it achieved. */
export function endLines({ session: { summary, confidence } }: Pick<SessionDocument, 'session'>): readonly string[] {
  const told = [...(summary === undefined ? [] : [plain(summary, 200)]), ...(confidence === undefined ? [] : [`${Math.round(confidence * 100)} % confident`])];
  return told.length === 0 ? [] : ['', `Summary: ${told.join(' – ')}`];
}

function iterationLine({ index, decision = 'no decision', critic, durationUs, filesChanged, exitCode }: IterationDocument): string {
  const facts = [
    ...(exitCode === undefined || exitCode === 0 ? [] : [`exit ${exitCode}`]),
    ...(filesChanged === undefined ? [] : [`${filesChanged} ${filesChanged === 1 ? 'file' : 'files'}`]),
    ...(durationUs === undefined ? [] : [`${(durationUs / 1e6).toFixed(1)} s`]),
  ];
  return `   ${index}. ${plain(decision, 40)}${facts.length === 0 ? '' : `  (${facts.join(', ')})`}${critic === undefined ? '' : `  ${plain(critic, 200)}`}`;
}
