import { render, type RenderResult } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import type { ReplayStore } from '@playhead/replay-core';
import { ReplayRoot, type ReplayRootProps } from '../replay/ReplayRoot.tsx';
import { openReplay, type Line } from '../testing/build-session.ts';
import type { TestHunk } from './hunk.ts';

/** What a test of a part works with. */
export interface ShownPart {
  readonly store: ReplayStore;
  readonly view: RenderResult;
  readonly user: UserEvent;
}

/** Draws parts on a test session, with the playhead at its end. */
export async function showPart(part: ReactElement, lines: readonly Line[], props: Partial<ReplayRootProps> = {}): Promise<ShownPart> {
  const store = await openReplay(lines);
  const { events } = store.getState().model;
  store.select(events.at(-1)?.id);
  const view = render(<ReplayRoot {...props} store={store}>{part}</ReplayRoot>);
  return { store, view, user: userEvent.setup() };
}

/** The records of an edit of one file. */
export function edit(call: string, path: string, data: Line['data'] | { readonly hunks: readonly TestHunk[] }): readonly Line[] {
  return [
    { type: 'tool_call', data: { name: 'Edit', kind: 'edit', title: path }, call },
    { type: 'file_diff', data: { path, change: 'modified', hunks: [], ...data } as unknown as Line['data'], call }, // a hunk is JSON, though an interface has no index
    { type: 'tool_result', data: { status: 'ok' }, call },
  ];
}
