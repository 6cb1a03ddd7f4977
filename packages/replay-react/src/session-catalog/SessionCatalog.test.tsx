import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { catalogDocument, catalogVersion, comparisonDocument } from '../../../../stories/fixtures/catalog.ts';
import { SessionCatalog } from './SessionCatalog.tsx';

const review = { kind: 'skill', name: 'review' } as const;

test('lists what sessions used by kind, with the newest version, calls, failures, latency, and when it was first and last seen', () => {
  render(<SessionCatalog catalog={catalogDocument()} />);
  expect(within(screen.getByRole('table', { name: 'Skills' })).getByRole('row', { name: /^review/ })).toHaveTextContent('review1.2 +210714%1.2s5 Oct 202624 Nov 2026');
  expect(within(screen.getByRole('table', { name: 'MCP tools' })).getByRole('row', { name: /^github\/create/ })).toHaveTextContent('0.9.2');
  expect(within(screen.getByRole('table', { name: 'Tools' })).getByRole('row', { name: /^Bash/ })).toHaveTextContent('Not told812');
  for (const name of ['MCP servers', 'Plugins', 'Subagents', 'Models']) expect(screen.getByRole('table', { name })).toBeVisible();
});

test('of all kinds ten entries of each are shown, of one kind all, and what is left out is counted', () => {
  const catalog = catalogDocument({ many: 600 });
  const { rerender } = render(<SessionCatalog catalog={catalog} />);
  expect(within(screen.getByRole('table', { name: 'MCP tools' })).getAllByRole('row')).toHaveLength(11);
  expect(screen.getByText('and 591 more')).toBeVisible();
  expect(screen.getByText('and 12 more')).toBeVisible();
  rerender(<SessionCatalog catalog={{ ...catalog, items: catalog.items.filter(({ kind }) => kind === 'mcp_tool') }} kind="mcp_tool" />);
  expect(within(screen.getByRole('table', { name: 'MCP tools' })).getAllByRole('row')).toHaveLength(602);
});

test('a kind, an entry and all entries can be gone to; with a modifier key a link opens as any other', async () => {
  const [onKindChange, onOpen, hrefOf] = [vi.fn(), vi.fn((_place: unknown, event: { preventDefault(): void }) => event.preventDefault()), vi.fn((place?: { readonly name: string }) => `/catalog?name=${place?.name ?? ''}`)];
  const user = userEvent.setup();
  const { rerender } = render(<SessionCatalog catalog={catalogDocument()} onKindChange={onKindChange} onOpen={onOpen} hrefOf={hrefOf} />);
  await user.click(screen.getByRole('button', { name: 'Models' }));
  expect(onKindChange).toHaveBeenLastCalledWith('model');
  const link = screen.getByRole('link', { name: 'release/notes' });
  expect(link).toHaveAttribute('href', '/catalog?name=release/notes');
  await user.click(link);
  expect(onOpen.mock.calls.at(-1)?.[0]).toEqual({ kind: 'skill', name: 'release/notes' });
  link.addEventListener('click', (event) => event.preventDefault()); // jsdom goes nowhere
  await user.keyboard('{Control>}');
  await user.click(link);
  await user.keyboard('{/Control}');
  expect(onOpen).toHaveBeenCalledTimes(1);
  rerender(<SessionCatalog catalog={catalogDocument()} entry={review} onOpen={onOpen} hrefOf={hrefOf} comparison={comparisonDocument()} />);
  await user.click(screen.getByRole('link', { name: 'Catalog' }));
  expect(onOpen.mock.calls.at(-1)?.[0]).toBeUndefined();
});

test('a regression is said in words, and each measure with of how many it was told, the difference, its interval and a verdict', () => {
  render(<SessionCatalog catalog={catalogDocument()} entry={review} comparison={comparisonDocument()} />);
  expect(screen.getByRole('heading', { level: 1, name: 'review' })).toBeVisible();
  expect(screen.getByRole('status')).toHaveTextContent('1.2 is worse than 1.1: first turn accepted, calls failed, and duration of turns. 1.2 is better than 1.1: tokens of turns.');
  const measures = within(screen.getByRole('table', { name: 'Version against version' }));
  expect(measures.getByRole('row', { name: /^First turn accepted/ })).toHaveTextContent('88% of 64 sessions32% of 31 sessions−56 points (−72 to −41)Worse');
  expect(measures.getByRole('row', { name: /^Duration of turns/ })).toHaveTextContent('21.0s of 64 turns52.0s of 31 turnslarger in 84% (67 to 100)Worse');
  expect(measures.getByRole('row', { name: /^Latency/ })).toHaveTextContent('No difference shown');
  expect(screen.getByText(/95% of comparisons/)).toBeVisible();
  expect(screen.getByText(/not drawn by lot/)).toBeVisible();
});

test('says when there is no difference, too little to say anything, or nothing to compare with', () => {
  const { rerender } = render(<SessionCatalog catalog={catalogDocument()} entry={review} comparison={comparisonDocument('unclear')} />);
  expect(screen.getByRole('status')).toHaveTextContent('No difference is shown.');
  rerender(<SessionCatalog catalog={catalogDocument()} entry={review} comparison={comparisonDocument('few')} />);
  expect(screen.getByRole('status')).toHaveTextContent('Too few sessions');
  expect(within(screen.getByRole('table', { name: 'Version against version' })).getByRole('row', { name: /^Latency/ })).toHaveTextContent('of 3 calls');
  rerender(<SessionCatalog catalog={catalogDocument()} entry={{ kind: 'skill', name: 'release/notes' }} />);
  expect(screen.getByText(/^Only one version was used/)).toBeVisible();
});

test('other versions can be chosen, also where those of the address are not there', async () => {
  const onVersionsChange = vi.fn();
  const user = userEvent.setup();
  const { rerender } = render(<SessionCatalog catalog={catalogDocument()} entry={review} comparison={comparisonDocument()} onVersionsChange={onVersionsChange} />);
  const earlier = screen.getByRole('combobox', { name: 'Earlier version' });
  expect(within(earlier).getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['The last two', '1.1', '1.0']);
  await user.selectOptions(earlier, '1.0');
  expect(onVersionsChange).toHaveBeenLastCalledWith(['1.0', '1.2']);
  await user.selectOptions(earlier, 'The last two');
  expect(onVersionsChange).toHaveBeenLastCalledWith(undefined);
  rerender(<SessionCatalog catalog={catalogDocument()} entry={review} comparisonStatus="error" comparisonError="No session used 9.9." onVersionsChange={onVersionsChange} />);
  expect(screen.getByRole('alert')).toHaveTextContent('The versions could not be comparedNo session used 9.9.');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Later version' }), '1.0');
  expect(onVersionsChange).toHaveBeenLastCalledWith(['1.2', '1.0']);
});

test('leads to the latest sessions with each version', async () => {
  const onOpenSession = vi.fn((_id: string, event: { preventDefault(): void }) => event.preventDefault());
  render(<SessionCatalog catalog={catalogDocument()} entry={review} comparison={comparisonDocument()} sessionHref={(id) => `/sessions/${id}`} onOpenSession={onOpenSession} />);
  const [newest] = screen.getAllByRole('link', { name: 'Add JWT auth to the API' });
  expect(screen.getByText('Latest sessions with 1.2')).toBeVisible();
  if (newest) await userEvent.setup().click(newest);
  expect(onOpenSession.mock.calls[0]?.[0]).toBe('01980000-0000-7000-8000-000000000000');
});

test('says why there is no catalog, or not the latest, and what to do', async () => {
  const [retry, clear] = [vi.fn(), vi.fn()];
  const user = userEvent.setup();
  const { rerender } = render(<SessionCatalog status="loading" />);
  expect(screen.getByRole('status', { name: 'Looking up what sessions used' })).toBeVisible();
  rerender(<SessionCatalog status="error" error="The server is away." onRetry={retry} />);
  expect(screen.getByRole('alert')).toHaveTextContent('The catalog could not be loadedThe server is away.');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledTimes(1);
  rerender(<SessionCatalog catalog={catalogDocument({ empty: true })} />);
  expect(screen.getByText('Nothing was used yet')).toBeVisible();
  rerender(<SessionCatalog catalog={catalogDocument({ empty: true })} filters={{ project: 'gone' }} onFiltersChange={clear} />);
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(clear).toHaveBeenCalledWith({});
  rerender(<SessionCatalog catalog={catalogDocument({ missing: 2 })} status="error" error="Away." entry={{ kind: 'skill', name: 'gone' }} />);
  expect(screen.getByText('This catalog is not up to date.')).toBeVisible();
  expect(screen.getByText('No session used it')).toBeVisible();
  expect(screen.getByText(/^2 sessions are not measured yet/)).toBeVisible();
});

test('shows what hides in names, markup as text, of a hundred versions fifty, and is drawn on a server', () => {
  const name = (text: string): string => `<img src=x>\u202e${text}`;
  const catalog = catalogDocument({ name });
  const versions = Array.from({ length: 100 }, (_, index) => catalogVersion(name(String(index))));
  const many = { ...catalog, items: catalog.items.map((item) => (item.kind === 'skill' ? { ...item, versions } : item)) };
  const { rerender } = render(<SessionCatalog catalog={catalog} />);
  expect(screen.getByRole('table', { name: 'Skills' })).toHaveTextContent('<img src=x>U+202Ereview');
  rerender(<SessionCatalog catalog={many} entry={{ kind: 'skill', name: name('review') }} comparison={comparisonDocument('regression', name)} onVersionsChange={() => undefined} />);
  expect(screen.queryByRole('img')).toBeNull();
  expect(screen.getByRole('table', { name: 'Versions' })).toHaveTextContent('<img src=x>U+202E0');
  expect(within(screen.getByRole('table', { name: 'Versions' })).getAllByRole('row')).toHaveLength(51);
  expect(screen.getByText('and 50 more')).toBeVisible();
  expect(renderToString(<SessionCatalog catalog={catalogDocument()} entry={review} comparison={comparisonDocument()} locale="de" messages={{ verdicts: { better: 'Besser', worse: 'Schlechter', unclear: 'Unklar', too_few: 'Zu wenige' } }} />)).toContain('Schlechter');
});
