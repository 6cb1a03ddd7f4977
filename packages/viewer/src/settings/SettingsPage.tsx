'use client';
import { useEffect, useId, useState, type ReactElement, type ReactNode } from 'react';
import type { RemovalEntry } from '@playhead/protocol';
import { plainRequest } from '../access/server-request.ts';
import type { FiguresPageProps } from '../figures/figures-page.ts';
import { useDocument } from '../figures/use-document.ts';
import { PagesNav } from '../PagesNav.tsx';
import { filtersFromQuery } from '../session-filters.ts';
import { AuditSection } from './AuditSection.tsx';
import { Facts } from './Facts.tsx';
import { RetentionSection } from './RetentionSection.tsx';
import type { ServerRetention, ServerSettings } from './server-settings.ts';
import { settingsWords as words } from './settings-words.ts';
import { applyTheme, readTheme, THEMES, writeTheme, type Theme } from './theme.ts';

/** How sessions are recorded and kept, what was removed, the server, and how the page looks. What may be changed can be changed. */
export function SettingsPage({ go, request = plainRequest, refreshMs = 15_000 }: FiguresPageProps): ReactElement {
  const { value, status, error, retry } = useDocument<ServerSettings>('/api/v1/settings', request, refreshMs);
  const mayAll = value?.access.kind === 'admin' && value.retention !== 'none';
  const retention = useDocument<ServerRetention>(mayAll ? '/api/v1/retention' : undefined, request, refreshMs);
  const audit = useDocument<{ readonly entries?: readonly RemovalEntry[] }>(mayAll ? '/api/v1/audit' : undefined, request, refreshMs);
  const [filters] = useState(() => filtersFromQuery(window.location.search)); // for the way back
  useEffect(() => { document.title = `${words.title} · Playhead`; }, []);
  return (
    <>
      <PagesNav page="settings" go={go} filters={filters} />
      <main data-ph="" className="viewer-list viewer-settings" aria-busy={value === undefined && status === 'loading'}>
        <h1>{words.title}</h1>
        {status === 'error' && <Failure title={words.failed} error={error} onRetry={retry} />}
        <Section title={words.appearance}><ThemeChoice /></Section>
        {value === undefined ? status === 'loading' && <p role="status">{words.loading}</p> : (
          <>
            <Section title={words.recording}><Recording settings={value} /></Section>
            <Section title={words.retention}>
              {value.access.kind !== 'admin' ? <p>{words.mayNot}</p>
                : value.retention === 'none' ? <p>{words.none}</p>
                  : retention.value ? <RetentionSection retention={retention.value} changeable={value.retention === 'changeable'} request={request} onChanged={retention.retry} />
                    : retention.status === 'error' ? <Failure error={retention.error} onRetry={retention.retry} /> : <p role="status">{words.loading}</p>}
            </Section>
            {mayAll && <Section title={words.audit}>{audit.value ? <AuditSection entries={audit.value.entries ?? []} /> : audit.status === 'error' ? <Failure error={audit.error} onRetry={audit.retry} /> : null}</Section>}
            <Section title={words.server}><Server settings={value} /></Section>
          </>
        )}
      </main>
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  const id = useId();
  return <section aria-labelledby={id}><h2 id={id}>{title}</h2><div>{children}</div></section>;
}

function Failure({ title, error, onRetry }: { readonly title?: string; readonly error: string | undefined; readonly onRetry: () => void }): ReactElement {
  return <p role="alert" className="viewer-settings__wrong">{[title, error].filter(Boolean).join(': ')} <button type="button" className="ph-btn ph-btn--s ph-btn--line" onClick={onRetry}>{words.retry}</button></p>;
}

function Recording({ settings: { recording: { record, redaction, rules, decidedBy, sources = [] } } }: { readonly settings: ServerSettings }): ReactElement {
  return (
    <>
      {sources.flatMap(({ problem }) => problem ?? []).map((problem) => <p key={problem} role="alert" className="viewer-settings__wrong">{problem}</p>)}
      <Facts
        facts={[
          [words.recorded, record ? words.on : words.off], [words.redaction, `${words.redactions[redaction]}${rules > 0 ? `, ${words.rules(rules)}` : ''}`],
          [words.decidedBy, <>{words.deciders[decidedBy] ?? decidedBy}{sources.map(({ path }) => path !== undefined && <code key={path}>{path}</code>)}</>],
        ]}
      />
      <p>{words.recordingHint}</p>
    </>
  );
}

function Server({ settings: { version, workspace, access, harnesses, warnings = [] } }: { readonly settings: ServerSettings }): ReactElement {
  return (
    <Facts
      facts={[
        [words.version, version], [words.workspace, workspace], [words.access, `${words.may[access.kind]}${access.token === undefined ? '' : `, ${words.token(access.token)}`}`], [words.harnesses, harnesses.join(', ')],
        [words.warnings, warnings.length > 0 ? <ul>{warnings.map((warning) => <li key={warning}>{warning}</li>)}</ul> : undefined],
      ]}
    />
  );
}

function ThemeChoice(): ReactElement {
  const [theme, setTheme] = useState(readTheme);
  const choose = (chosen: Theme): void => {
    setTheme(chosen);
    writeTheme(chosen);
    applyTheme(chosen);
  };
  return (
    <>
      <div className="ph-seg" role="group" aria-label={words.theme}>{THEMES.map((one) => <button key={one} type="button" aria-pressed={one === theme} onClick={() => choose(one)}>{words.themes[one]}</button>)}</div>
      <p>{words.themeHint}</p>
    </>
  );
}
