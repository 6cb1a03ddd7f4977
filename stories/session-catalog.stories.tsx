import { useState, type ReactElement } from 'react';
import { SessionCatalog, type SessionCatalogProps } from '@playhead/replay-react/session-catalog';
import '@playhead/replay-react/session-catalog.css';
import { expect } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';
import { catalogDocument, comparisonDocument } from './fixtures/catalog.ts';

const review = { kind: 'skill', name: 'review' } as const;
const entry: SessionCatalogProps = { entry: review, hrefOf: () => '#', sessionHref: () => '#', onVersionsChange: () => {}, comparison: comparisonDocument() };

const meta = preview.meta({
  title: 'Parts/SessionCatalog', component: SessionCatalog, parameters: { replay: { root: false } },
  args: { catalog: catalogDocument() },
  render: (args: SessionCatalogProps, context) => {
    const { theme, density, dir, locale } = replayOf(context).props;
    return <SessionCatalog {...args} {...(theme && { theme })} {...(density && { density })} {...(dir && { dir })} {...(locale && { locale })} />;
  },
});

function Browsing(args: SessionCatalogProps): ReactElement {
  const [shown, show] = useState<Pick<SessionCatalogProps, 'kind' | 'entry'>>({});
  const [filters, setFilters] = useState(args.filters ?? {});
  const catalog = catalogDocument();
  return (
    <SessionCatalog
      {...args} {...shown} filters={filters} onFiltersChange={setFilters} choices={{ projects: ['api-service', 'web-frontend'], agents: ['Claude Code', 'Cowork'], tags: ['auth'] }}
      catalog={shown.kind ? { ...catalog, items: catalog.items.filter(({ kind }) => kind === shown.kind) } : catalog} onKindChange={(kind) => show({ kind })} comparison={comparisonDocument()}
      onOpen={(place) => show(place ? { kind: place.kind, entry: place } : {})} onVersionsChange={() => {}} sessionHref={() => '#'}
    />
  );
}

/** With kinds and filters to choose from. */
export const Everything = meta.story({ render: (args) => <Browsing {...args} /> });

/** The catalog alone. */
export const Catalog = meta.story({});

export const Many = meta.story({ args: { catalog: catalogDocument({ many: 600 }), onKindChange: () => {} } });

/** Of a kind all entries are shown. */
export const OneKind = meta.story({ args: { kind: 'model', catalog: { ...catalogDocument(), items: catalogDocument().items.filter(({ kind }) => kind === 'model') }, onKindChange: () => {} } });

/** A server that was just started has not measured everything yet. */
export const NotAllMeasured = meta.story({ args: { catalog: catalogDocument({ missing: 41 }) } });

/** The newer version is worse by some measures and better by one. */
export const Regression = meta.story({ args: entry });

/** There is no difference that so many could show. */
export const NoDifference = meta.story({ args: { ...entry, comparison: comparisonDocument('unclear') } });

export const TooFew = meta.story({ args: { ...entry, comparison: comparisonDocument('few') } });

export const OneVersion = meta.story({ args: { ...entry, entry: { kind: 'skill', name: 'release/notes' }, comparison: undefined } });

export const Comparing = meta.story({ args: { ...entry, comparison: undefined, comparisonStatus: 'loading' } });

export const ComparisonFailed = meta.story({ args: { ...entry, comparison: undefined, comparisonStatus: 'error', comparisonError: 'No session that fits used version "9.9". Known are: 1.0, 1.1, 1.2.', onRetry: () => {} } });

export const Gone = meta.story({ args: { ...entry, entry: { kind: 'skill', name: 'gone' } } });

export const Empty = meta.story({ args: { catalog: catalogDocument({ empty: true }) } });

export const NoMatch = meta.story({ args: { catalog: catalogDocument({ empty: true }), filters: { project: 'gone' }, onFiltersChange: () => {} } });

export const Loading = meta.story({ args: { catalog: undefined, status: 'loading' } });

export const Failed = meta.story({ args: { catalog: undefined, status: 'error', error: 'The recording server answered 503. Try again in a moment.', onRetry: () => {} } });

export const NotUpToDate = meta.story({ args: { status: 'error', error: 'The recording server cannot be reached.', onRetry: () => {} } });

const hostile = (text: string): string => `<img src=x onerror=alert(1)>\u202e${text} ${'a very long name '.repeat(20)}`;

export const LongAndHostile = meta.story({ args: { catalog: catalogDocument({ name: hostile }), hrefOf: () => '#', onKindChange: () => {} } });

export const HostileEntry = meta.story({ args: { ...entry, catalog: catalogDocument({ name: hostile }), entry: { kind: 'skill', name: hostile('review') }, comparison: comparisonDocument('regression', hostile) } });

export const RightToLeft = meta.story({ args: entry, globals: { direction: 'rtl' } });

const boxed = (width: number, args: SessionCatalogProps = {}) => ({
  args, decorators: [(Story: () => ReactElement) => <div style={{ inlineSize: width, maxInlineSize: '100%' }}><Story /></div>],
});

export const Medium = meta.story({ ...boxed(760), render: (args) => <Browsing {...args} /> });

export const Phone = meta.story({ ...boxed(420), render: (args) => <Browsing {...args} /> });

export const MediumEntry = meta.story(boxed(760, entry));

export const PhoneEntry = meta.story(boxed(420, entry));

export const NarrowEntry = meta.story(boxed(320, entry));

export const ForcedColours = meta.story({ args: entry, tags: ['forced-colors'] });

Everything.test('goes to an entry, sees the regression, and goes back', async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole('button', { name: 'Skills' }));
  await userEvent.click(canvas.getByRole('button', { name: 'review' }));
  await expect(canvas.getByText(/^1\.2 is worse than 1\.1: first turn accepted, calls failed, and duration of turns\./)).toBeVisible();
  await userEvent.click(canvas.getByRole('button', { name: 'Catalog' }));
  await expect(canvas.getByRole('heading', { name: 'Catalog' })).toBeVisible();
});
