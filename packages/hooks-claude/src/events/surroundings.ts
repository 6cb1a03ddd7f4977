import { single, type EventConverter } from './event-input.ts';

/** InstructionsLoaded. */
export const instructionsLoaded: EventConverter = ({ fields }) =>
  single('instructions_loaded', { path: fields.text('file_path') ?? '', reason: fields.text('load_reason'), scope: fields.text('memory_type') }, fields);

/** CwdChanged. */
export const cwdChanged: EventConverter = ({ fields }) =>
  single('directory_change', { from: fields.text('old_cwd'), to: fields.text('new_cwd') ?? '' }, fields);

/** FileChanged. */
export const fileChanged: EventConverter = ({ fields }) =>
  single('file_change', { path: fields.text('file_path') ?? '', change: fields.text('event') ?? 'change' }, fields);

/** ConfigChange. */
export const configChange: EventConverter = ({ fields }) =>
  single('config_change', { source: fields.text('source') ?? '', path: fields.text('file_path') }, fields);

/** Notification. */
export const notification: EventConverter = ({ fields }) =>
  single('notification', { message: fields.text('message') ?? '', title: fields.text('title'), category: fields.text('notification_type') }, fields);

/** TaskCreated and TaskCompleted. */
export function taskHook(status: 'pending' | 'completed'): EventConverter {
  return ({ fields, payload }) => {
    const id = fields.text('task_id');
    if (id === undefined) return single('harness_event', { name: String(payload['hook_event_name']) }, fields);
    const description = fields.text('task_description');
    const task = { id, title: fields.text('task_subject') ?? `Task ${id}`, status, ...(description !== undefined && { description }) };
    return single('task_list', { tasks: [task] }, fields);
  };
}
