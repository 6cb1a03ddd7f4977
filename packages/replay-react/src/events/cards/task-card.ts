import type { CardContext, EventCard, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

const STATUSES = ['pending', 'in_progress', 'completed', 'deleted'] as const;

/** One of the agent's tasks. */
export interface Task {
  readonly title: string;
  readonly status: (typeof STATUSES)[number];
}

/** The agent's list of tasks, and how many of them are done. */
export const taskCard: EventCard = { icon: 'task', line, body: 'task', hasBody: (row) => tasksOf(row).length > 0 };

/** The tasks as they were then. */
export function tasksOf({ event: { record } }: FeedRow): readonly Task[] {
  const tasks: unknown = record.type === 'task_list' ? record.data['tasks'] : undefined;
  if (!Array.isArray(tasks)) return [];
  return tasks.slice(0, 100).flatMap((task: unknown) => {
    if (typeof task !== 'object' || task === null || !('title' in task) || typeof task.title !== 'string') return [];
    const { title } = task;
    const told: unknown = 'status' in task ? task.status : undefined;
    return [{ title, status: STATUSES.find((status) => status === told) ?? 'pending' }];
  });
}

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (step) return { name: stepName(step, context), argument: stepArgument(step, context), meta: [...durationOf(step, context), ...statusOf(step, context)] };
  const tasks = tasksOf(row);
  const active = tasks.find(({ status }) => status === 'in_progress') ?? tasks[0];
  const done = tasks.filter(({ status }) => status === 'completed').length;
  return { ...eventLine(row, context), ...(active && { argument: active.title }), meta: tasks.length > 0 ? [{ text: context.messages.tasksDone(done, tasks.length) }] : [] };
}
