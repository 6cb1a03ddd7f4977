import { single, type EventConverter } from './event-input.ts';

/** PreCompact and PostCompact. */
export function compaction(phase: 'start' | 'end'): EventConverter {
  return ({ fields }) => single('compaction', { phase, trigger: fields.text('trigger'), summary: fields.text('compact_summary'), instructions: fields.text('custom_instructions') }, fields);
}

/** PreModelSwitch and PostModelSwitch. */
export function modelSwitch(phase: 'start' | 'end'): EventConverter {
  return ({ fields }) => single('model_switch', { phase, from: fields.text('from_model'), to: fields.text('to_model') ?? '' }, fields);
}

/** Elicitation and ElicitationResult. */
export function elicitation(phase: 'request' | 'response'): EventConverter {
  return ({ fields }) => single('elicitation', {
    server: fields.text('mcp_server_name') ?? '', phase, message: fields.text('message'), action: fields.text('action'), content: fields.value('content'),
  }, fields);
}
