import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay, type Line } from '../testing/build-session.ts';
import { FinalOutput } from './FinalOutput.tsx';

async function show(...lines: readonly Line[]): Promise<void> {
  const store = await openReplay(lines);
  render(<ReplayRoot store={store}><FinalOutput /></ReplayRoot>);
}

const answer = (format: string, content: Line['data'][string], title?: string): Line => ({ type: 'final_output', data: { format, content: content ?? '', ...(title !== undefined && { title }) } });

test('draws markdown under its title', async () => {
  await show(answer('markdown', 'It **works**.', 'Done'));
  const output = screen.getByRole('region', { name: 'Done' });
  expect(within(output).getByRole('heading', { name: 'Done' })).toBeVisible();
  expect(await within(output).findByText('works')).toHaveProperty('tagName', 'STRONG');
});

test('shows text as it is and JSON with indents', async () => {
  await show(answer('json', '{"passed":61,"files":["a"]}'));
  expect(screen.getByRole('region', { name: 'Output' }).textContent).toContain('{\n  "passed": 61,');
});

test('shows broken JSON and markup as text', async () => {
  await show(answer('json', '{"passed":<b>'));
  expect(screen.getByRole('region', { name: 'Output' })).toHaveTextContent('{"passed":<b>');
});

test('copies the whole answer', async () => {
  const user = userEvent.setup();
  await show(answer('text', 'All done'));
  await user.click(screen.getByRole('button', { name: 'Copy answer' }));
  expect(await navigator.clipboard.readText()).toBe('All done');
});

test('shows the beginning of a long answer, and all of it when asked', async () => {
  await show(answer('text', `${'A line of words.\n\n'.repeat(4000)}THE END`));
  expect(screen.getByRole('region').textContent).not.toContain('THE END');
  await userEvent.setup().click(screen.getByRole('button', { name: /^Show all: \d+ kB more$/ }));
  expect(screen.getByRole('region').textContent).toContain('THE END');
});

test('says whether an answer may still come', async () => {
  await show({ type: 'prompt', data: { text: 'Go', origin: 'human' } });
  expect(screen.getByText('No answer yet')).toBeVisible();
});

test('says that a session ended without an answer', async () => {
  await show({ type: 'session_stop', data: { outcome: 'interrupted' } });
  expect(screen.getByText('No final answer')).toBeVisible();
});

test('says when a part of the answer is missing', async () => {
  await show(answer('markdown', { $blob: `sha256-${'a'.repeat(64)}`, size: 900_000, encoding: 'text', preview: 'The **beginning**' }));
  expect(await screen.findByText('The rest of the answer could not be loaded.')).toBeVisible();
  expect(await screen.findByText('beginning')).toBeVisible();
});

test('is drawn on a server', async () => {
  const store = await openReplay([answer('markdown', 'It works.')]);
  expect(renderToString(<ReplayRoot store={store}><FinalOutput /></ReplayRoot>)).toContain('It works.');
});
