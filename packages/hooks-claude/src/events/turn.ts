import { present } from '../fields.ts';
import { single, type EventConverter } from './event-input.ts';

/** MessageDisplay: a piece of what the agent says. */
export const messageDisplay: EventConverter = ({ fields }) => {
  const messageId = fields.text('message_id');
  const index = fields.number('index');
  const key = messageId !== undefined && index !== undefined ? { key: `claude:message:${messageId}:${index}` } : {};
  return single('assistant_text', { text: fields.text('delta') ?? '', messageId, index, final: fields.flag('final') }, fields, key);
};

/** Stop: a turn ends, not the session. */
export const stop: EventConverter = ({ fields }) =>
  single('turn_end', { text: fields.text('last_assistant_message'), outcome: 'success' }, fields);

/** StopFailure: a turn ends because the model could not be reached. */
export const stopFailure: EventConverter = ({ fields, payload }) => {
  const text = fields.text('last_assistant_message');
  const message = fields.text('error') ?? 'unknown';
  const details = typeof payload['error_details'] === 'string' ? fields.text('error_details') : undefined;
  return [...single('failure', { message, details }, fields), { type: 'turn_end', data: present({ text, outcome: 'failed' }) }];
};
