import type { ClaudeState } from '../state.ts';
import { single, type EventConverter } from './event-input.ts';

/** SubagentStart: linked to the oldest call that could have started it; the call's result confirms that. */
export const subagentStart: EventConverter = ({ state, fields, agent }) => {
  if (agent === undefined) return single('harness_event', { name: 'SubagentStart' }, fields);
  const agentType = fields.text('agent_type');
  const call = state.agents.find(({ id }) => id === agent)?.call ?? startingCall(state, agentType);
  const again = state.agents.some(({ id }) => id === agent); // one that goes on starts a second time
  return single('subagent_start', { agentType }, fields, { ...(call !== undefined && { call }), ...(!again && { key: agentKey(agent, 'start') }) });
};

/** The source key of the beginning or the end of a subagent. */
export function agentKey(agent: string, phase: 'start' | 'stop'): string {
  return `claude:agent:${agent}:${phase}`;
}

/** SubagentStop. Compaction ends an internal agent that never started: that is not a subagent. */
export const subagentStop: EventConverter = ({ state, fields, agent }) => {
  const started = state.agents.find(({ id }) => id === agent);
  if (!started) return [];
  fields.drop('stop_hook_active');
  const { call } = started;
  return single('subagent_stop', { agentType: fields.text('agent_type'), text: fields.text('last_assistant_message') }, fields, call === undefined ? {} : { call });
};

function startingCall({ calls }: ClaudeState, agentType: string | undefined): string | undefined {
  const free = calls.filter(({ name, started, status }) => (name === 'Agent' || name === 'Task') && started === undefined && status === undefined);
  return (free.find((call) => call.agentType === agentType) ?? free[0])?.id;
}
