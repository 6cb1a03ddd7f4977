'use client';
import type { ReactElement } from 'react';
import { Icon } from '../../elements/Icon.tsx';
import type { IconName } from '../../elements/icon-paths.ts';
import { RecordedText } from '../../elements/RecordedText.tsx';
import type { CardBodyProps, CardContext, EventCard, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { Well } from './Preview.tsx';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

const FEW = 8;
const STATUSES = ['pending', 'in_progress', 'completed', 'deleted'] as const;
const ICONS: Readonly<Record<(typeof STATUSES)[number], IconName>> = { pending: 'skip', in_progress: 'clock', completed: 'pass', deleted: 'x' };

interface Task {
  readonly title: string;
  readonly status: (typeof STATUSES)[number];
}

/** The agent's list of tasks, and how many of them are done. */
export const taskCard: EventCard = { icon: 'task', line, Body, hasBody: (row) => tasksOf(row).length > 0 };

function tasksOf({ event: { record } }: FeedRow): readonly Task[] {
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

function Body({ row, context, query, onMore }: CardBodyProps): ReactElement {
  const tasks = tasksOf(row);
  const left = tasks.length - FEW;
  return (
    <Well more={left > 0 ? context.messages.moreLines(left, context.format.number(left)) : undefined} onMore={() => onMore('raw')}>
      <ul className="ph-todo">
        {tasks.slice(0, FEW).map(({ title, status }, index) => (
          <li key={index} data-status={status}><Icon name={ICONS[status]} small /><span className="ph-hidden">{context.messages.taskStatus[status]}: </span><span className="ph-cut"><RecordedText text={title.slice(0, 200)} query={query} /></span></li>
        ))}
      </ul>
    </Well>
  );
}
