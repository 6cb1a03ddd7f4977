'use client';
import { useEffect, useId, useRef, useState, type ReactElement } from 'react';
import type { PruneReport } from '@playhead/replay-core/retention';
import type { ServerRequest } from '../access/server-request.ts';
import { askServer } from './ask-server.ts';
import { bytesText, Facts, Moment } from './Facts.tsx';
import { fieldsOf, policyOf, type PolicyFields } from './policy-fields.ts';
import { PrunePreview } from './PrunePreview.tsx';
import type { ServerRetention } from './server-settings.ts';
import { settingsWords as words } from './settings-words.ts';

/** Props of {@link RetentionSection}. */
export interface RetentionSectionProps {
  readonly retention: ServerRetention;
  /** Whether this page may say how much is kept. */
  readonly changeable: boolean;
  readonly request: ServerRequest;
  /** Shows what is said now. */
  readonly onChanged: () => void;
}

type Working = 'save' | 'preview' | undefined;
const FIELDS = ['maxCount', 'maxAgeDays', 'maxGigabytes'] as const satisfies readonly (keyof PolicyFields)[];

/** How much is kept, who says so, and what would go; changed where that is granted. */
export function RetentionSection({ retention, changeable, request, onChanged }: RetentionSectionProps): ReactElement {
  const { policy, from, path, problem, lastRunAt, nextRunAt, removed, removedBytes } = retention;
  const [fields, setFields] = useState(() => fieldsOf(policy));
  const [working, setWorking] = useState<Working>();
  const [said, setSaid] = useState<{ readonly text: string; readonly wrong: boolean }>();
  const [report, setReport] = useState<PruneReport>();
  const stop = useRef<AbortController>(undefined);
  const id = useId();
  const typed = policyOf(fields);
  useEffect(() => () => stop.current?.abort(), []);
  const work = (what: Working, run: (signal: AbortSignal) => Promise<void>): void => {
    const { signal } = (stop.current = new AbortController());
    setWorking(what);
    setSaid(undefined);
    run(signal).catch((error: unknown) => { if (!signal.aborted) setSaid({ text: error instanceof Error ? error.message : String(error), wrong: true }); })
      .finally(() => { if (!signal.aborted) setWorking(undefined); });
  };
  const set = (next: ServerRetention['policy'] | null): void => work('save', async (signal) => {
    const now = await askServer<ServerRetention>('PUT', '/api/v1/retention', { policy: next }, request, signal);
    setFields(fieldsOf(now.policy));
    setSaid({ text: words.saved, wrong: false });
    setReport(undefined);
    onChanged();
  });
  const preview = (): void => work('preview', async (signal) => setReport(await askServer<PruneReport>('POST', '/api/v1/prune', { dryRun: true, policy: typed }, request, signal)));
  return (
    <>
      {problem !== undefined && <p role="alert" className="viewer-settings__wrong">{problem}</p>}
      <form
        className="viewer-settings__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed && changeable && working === undefined) set(typed);
        }}
      >
        {FIELDS.map((field) => (
          <label key={field} htmlFor={`${id}${field}`}>
            <span>{words[field]}</span>
            <span className="ph-field"><input id={`${id}${field}`} inputMode="decimal" autoComplete="off" placeholder={words.noLimit} maxLength={20} value={fields[field]} onChange={({ currentTarget: { value } }) => setFields((before) => ({ ...before, [field]: value }))} /></span>
          </label>
        ))}
        <div className="viewer-settings__actions">
          {changeable && <button type="submit" className="ph-btn ph-btn--fill" disabled={typed === undefined || working !== undefined}>{words.save}</button>}
          <button type="button" className="ph-btn ph-btn--line" disabled={typed === undefined || working !== undefined} onClick={preview}>{working === 'preview' ? words.previewing : words.preview}</button>
          {changeable && from === 'workspace' && <button type="button" className="ph-btn" disabled={working !== undefined} onClick={() => set(null)}>{words.takeBack}</button>}
        </div>
      </form>
      {typed === undefined && <p role="alert" className="viewer-settings__wrong">{words.invalid}</p>}
      {said && <p role={said.wrong ? 'alert' : 'status'} className={said.wrong ? 'viewer-settings__wrong' : undefined}>{said.text}</p>}
      {!changeable && <p>{words.fixed}</p>}
      {report && <PrunePreview report={report} />}
      <Facts
        facts={[
          [words.statedBy, <>{words.staters[from]}{path !== undefined && <> <code>{path}</code></>}</>],
          [words.lastRun, lastRunAt === undefined ? words.never : <><Moment at={lastRunAt} />{` · ${words.removedLast(String(removed), bytesText(removedBytes))}`}</>],
          [words.nextRun, nextRunAt !== undefined && from !== 'nobody' ? <Moment at={nextRunAt} /> : undefined],
        ]}
      />
    </>
  );
}
