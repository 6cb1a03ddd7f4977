import type { Draft } from '../draft.ts';
import type { ClaudeState } from '../state.ts';
import { closeDangling } from './dangling.ts';
import { single, type EventConverter } from './event-input.ts';
import { guessedEnd } from './prompt.ts';

/** SessionStart: the receiver writes the header; a model named here becomes known, and so do the versions of plugins. */
export const sessionStart: EventConverter = ({ fields, evidence: { plugins } }) => {
  const model = fields.text('model');
  const source = fields.text('source');
  const update: readonly Draft[] = model === undefined ? [] : [{ type: 'session_update', data: { models: [model] }, turn: null, agent: null }];
  return [...update, ...single('harness_event', { name: 'SessionStart' }, { ...fields, rest: () => ({ ...(source !== undefined && { source }), ...(plugins && { plugins: plugins.map((one) => ({ ...one })) }), ...fields.rest() }) }, { turn: null, agent: null })];
};

/** SessionEnd: what is open is over, and the last answer is the final one. */
export const sessionEnd: EventConverter = ({ state, fields }) => {
  const { lastText, turnState } = state;
  const place = { turn: null, agent: null };
  const outcome = outcomeOf(state);
  const open = turnState === 'open' ? [{ type: 'turn_end', data: { outcome: 'interrupted' }, agent: null, turn: state.turn ?? null, ...guessedEnd(state.turn) }] : [];
  const final: readonly Draft[] = lastText === undefined ? [] : [{ type: 'final_output', data: { content: asJson(lastText), format: 'markdown' }, ...place }];
  return [...closeDangling(state), ...open, ...final, ...single('session_stop', { outcome, reason: fields.text('reason') }, fields, place)];
};

/** What cut the last turn short decides, then what made it fail, then how the last run of tests went. docs/guides/import.md has the rules. */
function outcomeOf({ turnState, tests }: ClaudeState): 'success' | 'failed' | 'interrupted' | undefined {
  if (turnState === 'open') return 'interrupted';
  return turnState === 'success' && tests === 'failed' ? 'failed' : turnState;
}

function asJson(text: NonNullable<Parameters<EventConverter>[0]['state']['lastText']>): string | { readonly [key: string]: string | number | undefined } {
  return typeof text === 'string' ? text : { ...text };
}
