import { render, screen, within } from '@testing-library/react';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createModel, type SessionModel } from '@playhead/replay-core';
import { buildRecords, type Line } from '../testing/build-session.ts';
import { renderSummary } from './render-summary.tsx';
import { StaticReplay } from './StaticReplay.tsx';

const lines: readonly Line[] = [
  { type: 'prompt', data: { text: 'Get the suite green', origin: 'human' } },
  { type: 'tool_call', data: { name: 'Edit', kind: 'edit', title: 'src/a.ts' }, call: 'c1' },
  { type: 'file_diff', data: { path: 'src/a.ts', change: 'modified', hunks: [{ oldStart: 41, oldLines: 1, newStart: 41, newLines: 1, lines: ['-let b\u202e = 2;', '+const b = 2;'] }] }, call: 'c1' },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c1' },
  { type: 'final_output', data: { format: 'markdown', content: 'It **works**. <script>alert(1)</script>' } },
  { type: 'session_stop', data: { outcome: 'success' } },
  { type: 'session_status', data: { status: 'completed' } },
];

function modelOf(of: readonly Line[]): SessionModel {
  const builder = createModel();
  builder.add(buildRecords(of), []);
  return builder.model;
}

test('shows header, answer, outline and changes in plain markup', () => {
  render(<StaticReplay model={modelOf(lines)} />);
  expect(within(screen.getByRole('banner')).getByText('Succeeded')).toBeVisible();
  expect(within(screen.getByRole('region', { name: 'Final output' })).getByText('works')).toHaveProperty('tagName', 'STRONG');
  expect(screen.getByRole('region', { name: 'Outline' })).toHaveTextContent('src/a.ts Failed');
  expect(screen.getByRole('article', { name: 'src/a.ts' })).toHaveTextContent('41−let bU+202E = 2;');
});

test('a session whose content was removed says so, and nothing else', () => {
  const model = modelOf([...lines, { type: 'session_dropped', data: { reason: 'private' } }]);
  const { container } = render(<StaticReplay model={model} />);
  expect(screen.getByRole('heading', { name: 'This session was made private' })).toBeVisible();
  for (const words of ['suite green', 'src/a.ts', 'It works']) expect(container).not.toHaveTextContent(words);
  expect(renderToStaticMarkup(renderSummary(model.session))).toContain('This session was made private');
});

test('has no scripts in its markup, whatever the session holds', () => {
  expect(renderToStaticMarkup(<StaticReplay model={modelOf(lines)} />)).not.toMatch(/<script|onclick|<button/);
});

test('counts what it leaves out', () => {
  const many: Line[] = Array.from({ length: 120 }, (_, index) => ({ type: 'tool_call', data: { name: 'Read', kind: 'read', title: `f${index}` }, call: `c${index}` }));
  render(<StaticReplay model={modelOf(many)} />);
  expect(screen.getByText('20 more')).toBeVisible();
});

test('summarises a session in one header', () => {
  render(renderSummary(modelOf(lines).session, { locale: 'de' }));
  expect(screen.getByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
});

test('brings no client component to a server', () => {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith("'use client'"), file).toBe(false);
    for (const [, path] of text.matchAll(/^(?:import|export) (?!type)[^;]*? from '(\.[^']+)';/gm)) visit(resolve(dirname(file), path ?? ''));
  };
  visit(resolve('packages/replay-react/src/server.ts'));
  expect(seen.size).toBeGreaterThan(10);
});
