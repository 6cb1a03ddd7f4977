import { act, screen, within } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay } from '../testing/build-session.ts';
import { hunk } from '../test-support/hunk.ts';
import { edit, showPart } from '../test-support/show-part.tsx';
import { Diff } from './Diff.tsx';

const file = (name: string): HTMLElement => screen.getByRole('article', { name });

test('shows the lines of the step at the playhead with signs and numbers', async () => {
  await showPart(<Diff />, edit('c1', 'src/a.ts', { hunks: [hunk(41, 41, ' const a = 1;', '-let b\u202e = 2;', '+const b = 2;')] }));
  expect(file('src/a.ts')).toHaveTextContent('42−let bU+202E = 2;');
  expect(file('src/a.ts')).toHaveTextContent('42+const b = 2;');
  expect(within(file('src/a.ts')).getByText('40 unmodified lines')).toBeVisible();
  expect(within(file('src/a.ts')).getByRole('group', { name: 'src/a.ts, lines 41 to 42' })).toHaveAttribute('tabindex', '0');
});

test('draws the beginning of a line of a million characters, and says how much follows', async () => {
  const long = '\u202e<img src=x>\u0000'.repeat(70_000);
  await showPart(<Diff />, edit('c1', 'src/a.ts', { hunks: [hunk(1, 1, '-a', `+${long}`)] }));
  expect(file('src/a.ts')).toHaveTextContent('U+202E<img src=x>U+0000U+202E');
  expect(file('src/a.ts')).toHaveTextContent('… +905,000');
  expect(file('src/a.ts').querySelectorAll('*').length).toBeLessThan(2000);
  expect(file('src/a.ts').querySelector('img')).toBeNull();
});

test('opens unmodified lines when the text of the file is known', async () => {
  const { user } = await showPart(<Diff />, edit('c1', 'a.ts', { hunks: [hunk(3, 3, '-c', '+C')], before: 'a\nb\nc\nd\ne\n' }));
  const [above] = within(file('a.ts')).getAllByRole('button', { name: '2 unmodified lines' });
  if (above) await user.click(above);
  expect(file('a.ts')).toHaveTextContent('11 a22 b3−c3+C');
  await user.click(within(file('a.ts')).getByRole('button', { name: 'Show all lines' }));
  expect(file('a.ts')).toHaveTextContent('44 d55 e');
  expect(within(file('a.ts')).queryByText(/unmodified/)).toBeNull();
});

test('shows a whole file over several steps as one diff', async () => {
  const { user } = await showPart(<Diff />, [
    ...edit('c1', 'a.ts', { hunks: [hunk(1, 1, '-a', '+b')], before: 'a\nz\n' }),
    ...edit('c2', 'a.ts', { hunks: [hunk(1, 1, '-b', '+c')] }),
  ]);
  expect(file('a.ts')).toHaveTextContent('1−b1+c');
  await user.click(screen.getByRole('button', { name: 'Whole file so far' }));
  expect(await within(file('a.ts')).findByText('a')).toBeInTheDocument();
  expect(file('a.ts')).toHaveTextContent('1−a1+c22 z');
});

test('compares large texts a little at a time, and knows the lines around a large recorded change', async () => {
  const old = Array.from({ length: 12_000 }, (_, index) => `const value${index} = compute(${index});\n`);
  const before = old.join('');
  const middle = before.replace('value6000 =', 'changed6000 =');
  const after = middle.replace('value9000 =', 'changed9000 =');
  const { user } = await showPart(<Diff />, [...edit('c1', 'a.ts', { before, after: middle }), ...edit('c2', 'a.ts', { hunks: [hunk(9001, 9001, `-${(old[9000] ?? '').trim()}`, '+const changed9000 = compute(9000);')], after })]);
  expect(file('a.ts')).toHaveTextContent('9001+const changed9000 = compute(9000);'); // at once, the texts are not needed for it
  expect(await within(file('a.ts')).findByRole('button', { name: '9,000 unmodified lines' }, { timeout: 30_000 })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Whole file so far' }));
  expect(await within(file('a.ts')).findByText('const changed6000 = compute(6000);', {}, { timeout: 30_000 })).toBeInTheDocument();
  expect(file('a.ts')).toHaveTextContent('5998 const value5997 = compute(5997);');
  expect(within(file('a.ts')).getByRole('button', { name: '2,993 unmodified lines' })).toBeInTheDocument();
}, 120_000);

test('lists the changes of each step when the text between them is not known', async () => {
  const { user, store } = await showPart(<Diff />, [
    ...edit('c1', 'a.ts', { hunks: [hunk(1, 1, '-a', '+b')] }), ...edit('c2', 'a.ts', { hunks: [hunk(9, 9, '-x', '+y')] }),
  ]);
  await user.click(screen.getByRole('button', { name: 'Whole file so far' }));
  expect(screen.getAllByRole('heading', { level: 4 }).map((heading) => heading.textContent)).toEqual(['Modified at 00:02', 'Modified at 00:05']);
  act(() => store.select('r3'));
  expect(file('a.ts')).not.toHaveTextContent('+y');
});

test('puts old and new lines side by side', async () => {
  const { user, view } = await showPart(<Diff />, edit('c1', 'a.ts', { hunks: [hunk(1, 1, '-a', '+b', '+c')] }));
  await user.click(screen.getByRole('button', { name: 'Split view' }));
  expect(screen.getByRole('button', { name: 'Split view' })).toHaveAttribute('aria-pressed', 'true');
  expect(view.container.querySelectorAll('.ph-dsplit .ph-dl--void')).toHaveLength(1);
});

test('asks before it draws large and generated changes', async () => {
  const { store, user } = await showPart(<Diff />, [
    ...edit('c1', 'yarn.lock', { hunks: [hunk(1, 1, '-old', '+new')] }),
    ...edit('c2', 'package-lock.json', { hunks: [hunk(1, 1, ...Array.from({ length: 5200 }, (_, index) => `+line ${index}`))] }),
  ]);
  expect(screen.getByText('Large diff')).toBeVisible();
  expect(screen.getByText('5,200 changed lines in a generated file.')).toBeVisible();
  expect(screen.queryByText('line 5000')).toBeNull();
  act(() => store.select('r3'));
  expect(screen.getByText('Generated file')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Load diff' }));
  expect(file('yarn.lock')).toHaveTextContent('1−old1+new');
});

test('folds a file that was viewed, and remembers it', async () => {
  const { user } = await showPart(<Diff />, edit('c1', 'a.ts', { hunks: [hunk(1, 1, '-a', '+b')] }));
  await user.click(screen.getByRole('checkbox', { name: 'Viewed' }));
  expect(screen.getByRole('checkbox', { name: 'Viewed' })).toBeChecked();
  expect(screen.getByRole('button', { name: 'Expand a.ts' })).toHaveAttribute('aria-expanded', 'false');
  expect(file('a.ts')).not.toHaveTextContent('1−a');
  await user.click(screen.getByRole('button', { name: 'Expand a.ts' }));
  expect(file('a.ts')).toHaveTextContent('1−a');
});

test('copies the path of a file', async () => {
  const { user } = await showPart(<Diff />, edit('c1', 'src/a.ts', { hunks: [hunk(1, 1, '+b')] }));
  await user.click(screen.getByRole('button', { name: 'Copy path' }));
  expect(await navigator.clipboard.readText()).toBe('src/a.ts');
});

test.each([
  ['a binary file', { before: null, after: { $blob: 'sha256-1', size: 9, encoding: 'base64' } }, 'Binary file. It has no lines to show.'],
  ['a deleted file', { change: 'deleted' }, 'The file was deleted.'],
  ['a renamed file', { change: 'renamed', oldPath: 'old.ts' }, 'Renamed from old.ts, without other changes.'],
  ['an empty file', { change: 'created', after: '' }, 'The file is empty.'],
  ['a change without lines', {}, 'The recording holds no lines of this change.'],
] as const)('says what there is of %s', async (_name, data, text) => {
  await showPart(<Diff />, edit('c1', 'a.ts', data));
  expect(await screen.findByText(text)).toBeVisible();
});

test('draws the lines by a viewer of the host', async () => {
  const draw = vi.fn(({ path, hunks, before }: { readonly path: string; readonly hunks: readonly unknown[]; readonly before?: string }) => <p>{`${path}: ${hunks.length} of ${before}`}</p>);
  await showPart(<Diff renderDiff={draw} />, edit('c1', 'a.ts', { hunks: [hunk(1, 1, '-a', '+b')], before: 'a\n' }));
  expect(screen.getByText('a.ts: 1 of a')).toBeVisible();
});

test('says what appears where nothing was changed', async () => {
  await showPart(<Diff />, [{ type: 'prompt', data: { text: 'Hi' } }]);
  expect(screen.getByText('No changes yet')).toBeVisible();
});

test('can be read before any script runs', async () => {
  const store = await openReplay(edit('c1', 'a.ts', { hunks: [hunk(1, 1, '-old line', '+new line')] }));
  expect(renderToString(<ReplayRoot store={store}><Diff /></ReplayRoot>)).toContain('new line');
});
