import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Annotation, DiffHunk } from '@playhead/protocol';
import { edit, showPart } from '../test-support/show-part.tsx';
import { hunk } from '../test-support/hunk.ts';
import { Diff } from './Diff.tsx';
import { linesOf } from './hunk-sides.ts';
import { splitHunk } from './split-hunk.ts';

vi.setConfig({ testTimeout: 30_000 });

const session = edit('c1', '/w/a.ts', { hunks: [hunk(20, 10, ' one', '-two', '+zwei', '+drei', ' four')] });
const note = (quote: string, line: number): Annotation => ({ id: '01937d1e-0000-7000-8000-000000000001', at: 1_760_000_000_000_000, author: 'ada', type: 'note', data: { text: 'Look', anchor: { on: 'line', path: '/w/a.ts', side: 'new', line, quote, before: [], after: [], call: 'c1' } } });

test('a note is written below the line that was pressed, and stands there', async () => {
  const heard: Annotation[] = [];
  const { user } = await showPart(<Diff />, session, { defaultAnnotations: [], onAnnotate: (annotation) => heard.push(annotation) });
  await screen.findByRole('button', { name: 'Add a note on line 21' }); // the first changed line is gone: the old one
  fireEvent.pointerMove(screen.getByText('drei'));
  await user.click(screen.getByRole('button', { name: 'Add a note on line 12' }));
  const field = await screen.findByRole('textbox', { name: 'Note on line 12: drei' });
  await waitFor(() => expect(field).toHaveFocus());
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
  expect(screen.getByRole('textbox', { name: 'Note on line 11: zwei' })).toBeVisible();
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}Name it{Control>}{Enter}{/Control}');
  expect(heard).toMatchObject([{ type: 'note', data: { text: 'Name it', anchor: { on: 'line', path: '/w/a.ts', side: 'new', line: 12, quote: 'drei', before: ['one', 'zwei'], after: ['four'], call: 'c1' } } }]);
  const thread = await screen.findByRole('article', { name: 'Notes on /w/a.ts:12' });
  expect(thread.compareDocumentPosition(screen.getByText('four')) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(thread.compareDocumentPosition(screen.getByText('drei')) & Node.DOCUMENT_POSITION_PRECEDING).toBeTruthy();
});

test('a note of a line that moved stands below it, and one of a line that is gone is not shown elsewhere', async () => {
  const { view } = await showPart(<Diff />, session, { annotations: [note('drei', 3)] });
  expect(within(await screen.findByRole('article', { name: 'Notes on /w/a.ts:12' })).getByText('Moved')).toBeVisible();
  view.unmount();
  await showPart(<Diff />, session, { annotations: [note('fünf', 3)] });
  await screen.findByText('drei');
  expect(screen.queryByText('Look')).toBeNull();
});

test('lines have no button where nobody may write', async () => {
  await showPart(<Diff />, session, { annotations: [note('drei', 12)] });
  await screen.findByText('Look');
  fireEvent.pointerMove(screen.getByText('drei'));
  expect(screen.queryByRole('button', { name: /Add a note/ })).toBeNull();
});

test('a hunk that is cut has the same lines under the same numbers', () => {
  const line = fc.constantFrom(' a', '-b', '+c', '\\ No newline at end of file');
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), fc.array(fc.nat({ max: 12 })), (lines, after) => {
    const whole: DiffHunk = { oldStart: 5, newStart: 7, oldLines: lines.filter((each) => /^[ -]/.test(each)).length, newLines: lines.filter((each) => /^[ +]/.test(each)).length, lines };
    const parts = splitHunk(whole, after);
    expect(parts.flatMap(({ hunk: part }) => part.lines)).toEqual(lines);
    // A side that begins without lines is numbered by the line before it, as in every unified diff.
    if (whole.oldLines > 0 && whole.newLines > 0) expect(parts.flatMap(({ hunk: part }) => linesOf({ ...part, oldStart: part.oldLines > 0 ? part.oldStart : part.oldStart + 1, newStart: part.newLines > 0 ? part.newStart : part.newStart + 1 }))).toEqual(linesOf(whole));
  }));
});
