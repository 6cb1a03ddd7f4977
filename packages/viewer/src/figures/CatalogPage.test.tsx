import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { SessionStorage } from '@playhead/protocol';
import { keepFigures } from '@playhead/replay-core/metrics';
import { createHandler, type Handler } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordSkillSessions, skillSessionId } from '../../../replay-core/src/test-support/skill-sessions.ts';
import { CatalogPage } from './CatalogPage.tsx';

const HOST = 'http://127.0.0.1:7433';
let storage: SessionStorage;
let handler: Handler;
let asked: string[];

beforeEach(async () => {
  storage = memoryStorage();
  await recordSkillSessions(storage);
  for (let index = 0; index < 50; index += 1) await keepFigures(storage, skillSessionId(index));
  handler = createHandler({ storage });
  asked = [];
  // A page fetches from its own origin; jsdom has none, so addresses get that of the server.
  vi.stubGlobal('fetch', (path: string, { headers, method = 'GET' }: RequestInit) => {
    asked.push(path);
    return handler(new Request(HOST + path, { headers: headers ?? {}, method }), { port: 7433, remoteAddress: '127.0.0.1' });
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await handler.close();
});

function show(address: string, place: Parameters<typeof CatalogPage>[0]['place']): readonly string[] {
  const went: string[] = [];
  window.history.replaceState(null, '', address);
  render(<CatalogPage place={place} go={(path) => went.push(path)} />);
  return went;
}

test('lists what the sessions that fit used, and leads to a kind and to an entry with the same filters', async () => {
  const went = show('/catalog?project=site', {});
  const user = userEvent.setup();
  const skills = await screen.findByRole('table', { name: 'Skills' });
  expect(within(skills).getByRole('row', { name: /^review/ })).toHaveTextContent('1.1 +110');
  expect(screen.getByRole('link', { name: 'Catalog', current: 'page' })).toHaveAttribute('href', '/catalog?project=site');
  expect(document.title).toBe('Catalog · Playhead');
  await user.click(screen.getByRole('button', { name: 'Models' }));
  await user.click(within(skills).getByRole('link', { name: 'review' }));
  expect(went).toEqual(['/catalog/model?project=site', '/catalog/skill?project=site&name=review']);
});

test('shows the known regression of an entry, compares other versions, which then stand in the address, and leads to a session', async () => {
  const went = show('/catalog/skill?name=review', { kind: 'skill', name: 'review' });
  const user = userEvent.setup();
  expect(await screen.findByText(/^1\.1 is worse than 1\.0: .*first turn accepted/)).toBeVisible();
  expect(document.title).toBe('review · Catalog · Playhead');
  await user.click(screen.getByRole('link', { name: 'Session 24' }));
  await user.click(within(screen.getByRole('region', { name: 'Catalog' })).getByRole('link', { name: 'Catalog' }));
  expect(went).toEqual([`/sessions/${skillSessionId(24)}`, '/catalog/skill']);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Agent' }), 'Claude');
  await vi.waitFor(() => expect(window.location.search).toBe('?agent=Claude&name=review'));
});

test('an address with versions that nobody used says so, and the last two can be had again', async () => {
  show('/catalog/skill?name=review&a=1.0&b=9', { kind: 'skill', name: 'review' });
  expect(await screen.findByText(/used version "9"/)).toBeVisible();
  await userEvent.setup().selectOptions(screen.getByRole('combobox', { name: 'Later version' }), '1.1');
  expect(await screen.findByText(/^1\.1 is worse than 1\.0/)).toBeVisible();
  await vi.waitFor(() => expect(window.location.search).toBe('?name=review&a=1.0&b=1.1'));
});

test('of an entry with one version no comparison is asked for', async () => {
  show('/catalog/model?name=claude-x', { kind: 'model', name: 'claude-x' });
  expect(await screen.findByText(/^Only one version was used/)).toBeVisible();
  expect(asked.some((path) => path.startsWith('/api/v1/catalog/compare'))).toBe(false);
});
