import { render, screen, waitFor } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { expect, test, vi } from 'vitest';
import type { Annotation } from '@playhead/protocol';
import { defineReviewRule, editOutline, reviewMarker, type ReviewThresholds } from '@playhead/replay-core';
import { useReplayState } from '../replay/StoreContext.tsx';
import { showPart } from '../test-support/show-part.tsx';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { useAnnotations, useMarkers } from './ReviewProvider.tsx';

vi.setConfig({ testTimeout: 30_000 });

const session = [
  { type: 'prompt', data: { text: 'Deploy', origin: 'human' } },
  { type: 'terminal_command', data: { command: 'rm -rf /' }, call: 'c1' },
  { type: 'permission_decision', data: { decision: 'denied', by: 'user' }, call: 'c1' },
  { type: 'tool_result', data: { status: 'denied' }, call: 'c1' },
  { type: 'prompt', data: { text: 'Stop', origin: 'human' } },
];

function Shown(): ReactElement {
  const { annotations, annotate } = useAnnotations();
  const { markers, open, ready } = useMarkers();
  const chapters = useReplayState((state) => state.model.chapters);
  return (
    <>
      <output>{`${ready ? 'ready' : 'looking'}, ${open.length} of ${markers.length} open, ${annotations.length} said, chapters ${chapters.map(({ title }) => title).join(' ')}`}</output>
      {annotate && <button type="button" onClick={() => annotate(reviewMarker(markers[0]?.id ?? '', 'done'))}>Done</button>}
    </>
  );
}
const output = (): string | null | undefined => document.querySelector('output')?.textContent;

test('a replay keeps what is said for as long as it is open, and tells the host', async () => {
  const heard: Annotation[] = [];
  const { user } = await showPart(<Shown />, session, { defaultAnnotations: [], author: 'ada', onAnnotate: (annotation) => heard.push(annotation) });
  await waitFor(() => expect(output()).toMatch(/^ready, 1 of 1 open, 0 said/));
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(output()).toMatch(/^ready, 0 of 1 open, 1 said/);
  expect(heard).toMatchObject([{ author: 'ada', type: 'marker', data: { marker: 'denied-action:c1', state: 'done' } }]);
});

test('what is said goes by the host where it keeps it', async () => {
  const { user } = await showPart(<Shown />, session, { annotations: [], onAnnotate: () => undefined });
  await waitFor(() => expect(output()).toMatch(/^ready/));
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(output()).toMatch(/1 of 1 open, 0 said/);
});

test.each([[{}], [{ annotations: [] }], [{ defaultAnnotations: [], can: { annotate: false } }]])('nobody is asked to say anything with %j', async (props) => {
  await showPart(<Shown />, session, props);
  expect(screen.queryByRole('button', { name: 'Done' })).toBeNull();
  await waitFor(() => expect(output()).toMatch(/^ready/));
});

test('a host brings its own rules, and other thresholds count at once', async () => {
  const manyTurns = defineReviewRule({
    name: 'turns', title: 'Turns', description: 'Many turns.', severity: 'info', thresholds: { turns: { title: 'Turns', default: 1, min: 1, max: 9 } },
    find: ({ turns }, { turns: most }) => (turns.length > most ? [{ anchor: 'session', reason: 'Many.', evidence: turns[0]?.eventIds ?? [], at: 0 }] : []),
  });
  const rules = [manyTurns];
  const { view, store, user } = await showPart(<Shown />, session, { reviewRules: rules });
  function Host(): ReactElement {
    const [reviewThresholds, setThresholds] = useState<ReviewThresholds>({});
    return <ReplayRoot store={store} reviewRules={rules} reviewThresholds={reviewThresholds}><Shown /><button type="button" onClick={() => setThresholds({ turns: { turns: 5 } })}>Stricter</button></ReplayRoot>;
  }
  view.unmount();
  render(<Host />);
  await waitFor(() => expect(output()).toMatch(/^ready, 1 of 1 open/));
  await user.click(screen.getByRole('button', { name: 'Stricter' }));
  await waitFor(() => expect(output()).toMatch(/^ready, 0 of 0 open/));
});

test('chapters are shown as people call them', async () => {
  const { store, view } = await showPart(<Shown />, session);
  const event = store.getState().model.events.find(({ record }) => record.type === 'prompt');
  if (!event) throw new Error('The session has a prompt.');
  const annotations = [{ id: 'a', at: 1, author: 'ada', ...editOutline('chapter', event, { action: 'rename', title: 'Ship' }) }];
  view.rerender(<ReplayRoot store={store} annotations={annotations}><Shown /></ReplayRoot>);
  await waitFor(() => expect(output()).toContain('chapters Ship Stop'));
  view.rerender(<ReplayRoot store={store}><Shown /></ReplayRoot>);
  expect(output()).toContain('chapters Deploy Stop');
});
