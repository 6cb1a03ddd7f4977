import { act, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Inspector } from '../inspector/Inspector.tsx';
import { hunk } from '../test-support/hunk.ts';
import { edit, showPart } from '../test-support/show-part.tsx';
import { Files } from './Files.tsx';

const session = [
  { type: 'session_update', data: { cwd: '/w' } },
  { type: 'file_read', data: { path: '/w/README.md' } },
  ...edit('c1', '/w/src/auth/a.ts', { change: 'created', hunks: [hunk(0, 1, '+a', '+b')] }),
  ...edit('c2', '/w/src/db/b.ts', { hunks: [hunk(3, 3, '-x', '+y')] }),
  ...edit('c3', '/w/src/auth/a.ts', { hunks: [hunk(1, 1, '-a', '+c')] }),
];

function expectItems(names: readonly string[]): void {
  const items = screen.getAllByRole('treeitem');
  expect(items).toHaveLength(names.length);
  items.forEach((item, index) => expect(item).toHaveAccessibleName(names[index]));
}

test('lists changed files by folder with what became of them', async () => {
  await showPart(<Files />, session);
  expect(screen.getByRole('tree', { name: 'Changed files' })).toBeVisible();
  expectItems(['src/auth 1', 'Added a.ts +3 −1', 'src/db 1', 'Modified b.ts +1 −1']);
  expect(screen.getByText('0 of 2 viewed')).toBeVisible();
});

test('shows the files of the moment at the playhead', async () => {
  const { store } = await showPart(<Files />, session);
  act(() => store.select('r4'));
  expectItems(['src/auth 1', 'Added a.ts +2']);
  act(() => store.select('r2'));
  expect(screen.queryByRole('tree')).toBeNull();
  expect(screen.getByText('No file was changed yet.')).toBeVisible();
});

test('ticks a file off by Space, and asks for it again once it is changed', async () => {
  const { store, user } = await showPart(<Files />, session);
  act(() => store.select('r8'));
  await user.click(screen.getByRole('treeitem', { name: /src\/auth/ }));
  await user.keyboard('{ArrowRight}{ArrowDown}');
  expect(screen.getByRole('treeitem', { name: /a\.ts/ })).toHaveFocus();
  await user.keyboard(' ');
  expect(screen.getByRole('treeitem', { name: /a\.ts/ })).toBeChecked();
  expect(screen.getByText('1 of 2 viewed')).toBeVisible();
  act(() => store.select('r9'));
  expect(screen.getByRole('treeitem', { name: /a\.ts/ })).not.toBeChecked();
  act(() => store.select('r4'));
  expect(screen.getByRole('treeitem', { name: /a\.ts/ })).toBeChecked();
});

test('folds a folder by the arrow keys and goes to its first and last row', async () => {
  const { user } = await showPart(<Files />, session);
  await user.tab();
  await user.keyboard('{ArrowLeft}');
  expect(screen.getByRole('treeitem', { name: /src\/auth/ })).toHaveAttribute('aria-expanded', 'false');
  expect(screen.queryByRole('treeitem', { name: /a\.ts/ })).toBeNull();
  await user.keyboard('{End}');
  expect(screen.getByRole('treeitem', { name: /b\.ts/ })).toHaveFocus();
  await user.keyboard('{ArrowLeft}');
  expect(screen.getByRole('treeitem', { name: /src\/db/ })).toHaveFocus();
});

test('opens the diff of a file with all its changes so far', async () => {
  const { user } = await showPart(<Inspector />, session, { defaultTab: 'files' });
  await user.click(await screen.findByRole('treeitem', { name: /a\.ts/ }));
  expect(screen.getByRole('tab', { name: /Diff/ })).toHaveAttribute('aria-selected', 'true');
  const file = screen.getByRole('article', { name: 'src/auth/a.ts' });
  expect(file).toHaveFocus();
  expect(await within(file).findByText('c')).toBeInTheDocument();
  expect(file).toHaveTextContent('+2');
  expect(screen.getByRole('button', { name: 'Whole file so far' })).toHaveAttribute('aria-pressed', 'true');
});

test('names the files that were only read', async () => {
  const { user } = await showPart(<Files />, session);
  await user.click(screen.getByRole('button', { name: '1 file only read' }));
  expect(screen.getByText('README.md')).toBeVisible();
});

test('says what appears where no file was touched', async () => {
  await showPart(<Files />, [{ type: 'prompt', data: { text: 'Hi' } }]);
  expect(screen.getByText('No files yet')).toBeVisible();
});
