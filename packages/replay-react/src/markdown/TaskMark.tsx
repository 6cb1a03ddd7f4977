'use client';
import type { ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { markdownMessages } from './markdown-messages.ts';

/** The box of a task in a list, with its meaning in words. */
export function TaskMark({ done }: { readonly done: boolean }): ReactElement {
  const markdown = useWords('markdown', markdownMessages);
  return <><span className="ph-check ph-md__task" data-done={done} aria-hidden="true"><Icon name="check" /></span><span className="ph-hidden">{done ? markdown.done : markdown.toDo} </span></>;
}
