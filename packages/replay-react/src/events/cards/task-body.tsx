'use client';
import type { ReactElement } from 'react';
import { Icon } from '../../elements/Icon.tsx';
import type { IconName } from '../../elements/icon-paths.ts';
import { RecordedText } from '../../elements/RecordedText.tsx';
import type { CardBodyProps } from '../card-body.ts';
import { Well } from './Preview.tsx';
import { tasksOf } from './task-card.ts';

const FEW = 8;
const ICONS = { pending: 'skip', in_progress: 'clock', completed: 'pass', deleted: 'x' } as const satisfies Readonly<Record<string, IconName>>;

function statusOf(told: unknown): keyof typeof ICONS {
  return typeof told === 'string' && Object.hasOwn(ICONS, told) ? (told as keyof typeof ICONS) : 'pending'; // one of its own keys
}

/** The tasks and how far they are. */
export function TaskBody({ row, context, query, onMore }: CardBodyProps): ReactElement {
  const tasks = tasksOf(row);
  const left = tasks.length - FEW;
  return (
    <Well more={left > 0 ? context.messages.moreLines(left, context.format.number(left)) : undefined} onMore={() => onMore('raw')}>
      <ul className="ph-todo">
        {tasks.slice(0, FEW).map(({ title, status }, index) => <TaskItem key={index} title={title} status={statusOf(status)} context={context} query={query} />)}
      </ul>
    </Well>
  );
}

function TaskItem({ title, status, context, query }: Pick<CardBodyProps, 'context' | 'query'> & { readonly title: string; readonly status: keyof typeof ICONS }): ReactElement {
  return <li data-status={status}><Icon name={ICONS[status]} small /><span className="ph-hidden">{context.messages.taskStatus[status]}: </span><span className="ph-cut"><RecordedText text={title.slice(0, 200)} query={query} /></span></li>;
}
