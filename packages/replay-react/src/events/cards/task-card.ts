import type { EventCard } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';

/** One of the agent's tasks. */
export interface Task {
  readonly title: string;
  /** As it was recorded. */
  readonly status: unknown;
}

/** The agent's list of tasks, and how many of them are done. */
export const taskCard: EventCard = {
  icon: 'task',
  line: (row, { messages }) => {
    const tasks = tasksOf(row);
    const isA = (status: string) => (task: Task): boolean => task.status === status;
    const [first] = tasks;
    return row.step || !first ? undefined : { argument: (tasks.find(isA('in_progress')) ?? first).title, instead: [[messages.tasksDone(tasks.filter(isA('completed')).length, tasks.length)]] };
  },
  body: 'task',
  hasBody: (row) => tasksOf(row).length > 0,
};

/** The tasks as they were then. */
export function tasksOf({ event: { record } }: FeedRow): readonly Task[] {
  const tasks: unknown = record.type === 'task_list' ? record.data['tasks'] : undefined;
  if (!Array.isArray(tasks)) return [];
  return tasks.slice(0, 100).flatMap((task: { readonly title?: unknown; readonly status?: unknown } | null) => { // what a field holds is asked below
    const { title, status } = task ?? {};
    return typeof title === 'string' ? [{ title, status }] : [];
  });
}
