import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A task on the agent's list. */
export interface TaskItem {
  readonly id: string;
  readonly title: string;
  readonly status: 'pending' | 'in_progress' | 'completed' | 'deleted';
  readonly description?: string;
}

/** The agent's list of tasks changed. */
export interface TaskListData {
  /** The tasks that changed, or all of them when `complete`. */
  readonly tasks: readonly TaskItem[];
  /** Whether `tasks` is the whole list. */
  readonly complete?: boolean;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `task_list`. */
export const taskList: EventDefinition<'task_list', TaskListData> = defineEvent<TaskListData>()({
  type: 'task_list',
  kind: 'task',
  title: 'Task list',
  summary: (data) => data.tasks.map((task) => task.title).join(', '),
});
