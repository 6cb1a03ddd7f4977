import type { ImportSource, ImportState } from '@playhead/protocol';
import { SessionList } from '@playhead/replay-react';
import type { ReactElement } from 'react';
import { expect } from 'storybook/test';
import { ImportOffer } from '../packages/viewer/src/imports/ImportOffer.tsx';
import { ImportStatus } from '../packages/viewer/src/imports/ImportStatus.tsx';
import type { ImportView } from '../packages/viewer/src/imports/use-import.ts';
import '../packages/viewer/src/viewer.css';
import preview from './.storybook/preview.tsx';
import { sessionItems } from './fixtures/session-items.ts';

const NOW = Date.parse('2026-11-21T14:30:00Z');
const nothing = (): void => undefined;

const meta = preview.meta({ title: 'SessionList/Import', component: ImportOffer, parameters: { replay: { root: false } } });

const idle: ImportState = { harness: 'claude', status: 'idle', revision: 0, sessions: 0, bytes: 0, created: 0, skipped: 0, failed: 0, records: 0, damagedLines: 0, problems: [] };
const source: ImportSource = { harness: 'claude', sessions: 214, bytes: 1_234_000_000, newestAt: NOW * 1000, import: idle };
const sizes = { totalSessions: 214, totalBytes: 1_234_000_000 };

const view = (progress?: Partial<ImportState>, error?: string): ImportView => ({ source, progress: progress && { ...idle, ...progress }, error, begin: nothing, cancel: nothing, close: nothing });

/** The page as it is while there is no session. */
function empty(shown: ImportView, width?: number): ReactElement {
  return <div className="viewer-list" style={width === undefined ? undefined : { inlineSize: width, maxInlineSize: '100%' }}><SessionList sessions={[]} now={NOW} timeZone="UTC" firstRun={<ImportOffer view={shown} />} /></div>;
}

/** The page with the first sessions there. */
function filled(shown: ImportView, width?: number): ReactElement {
  return (
    <div className="viewer-list" style={width === undefined ? undefined : { inlineSize: width, maxInlineSize: '100%' }}>
      <div data-ph="" className="viewer-import viewer-import--notice"><ImportStatus view={shown} /></div>
      <SessionList sessions={sessionItems(6, NOW, 'plain')} now={NOW} timeZone="UTC" />
    </div>
  );
}

const running = view({ ...sizes, status: 'running', sessions: 11, bytes: 412_000_000, created: 11 });
const problems = [{ path: '/home/ada/.claude/projects/-work-api', message: '/home/ada/.claude/projects/-work-api may not be read, so what lies in it was left out.' }, { path: '/home/ada/.claude/projects/-work/5d1c.jsonl', message: '112 bytes of a line belong to a row that was cut off; 1 whole row on it could be read.' }];
const withProblems = view({ ...sizes, status: 'done', sessions: 214, created: 208, skipped: 5, failed: 1, damagedLines: 3, problems });

export const Offer = meta.story({ render: () => empty(view()) });

export const OfferOnPhone = meta.story({ render: () => empty(view(), 420) });

export const ServerGone = meta.story({ render: () => empty(view(undefined, 'The Playhead server cannot be reached. Start it with “npx playhead serve”, then try again.')) });

export const Looking = meta.story({ render: () => empty(view({ status: 'running' })) });

export const Running = meta.story({ render: () => empty(view({ ...sizes, status: 'running' })) });

export const RunningWithSessions = meta.story({ render: () => filled(running) });

export const RunningMedium = meta.story({ render: () => filled(running, 760) });

export const RunningOnPhone = meta.story({ render: () => filled(running, 420) });

export const Done = meta.story({ render: () => filled(view({ ...sizes, status: 'done', sessions: 214, created: 214, bytes: 1_234_000_000 })) });

export const DoneWithProblems = meta.story({ render: () => filled(withProblems) });

export const DoneOnPhone = meta.story({ render: () => filled(withProblems, 420) });

export const NothingNew = meta.story({ render: () => empty(view({ ...sizes, status: 'done', sessions: 214, skipped: 214 })) });

export const Stopped = meta.story({ render: () => filled(view({ ...sizes, status: 'cancelled', sessions: 12, created: 12 })) });

export const Failed = meta.story({ render: () => empty(view({ status: 'failed', error: { code: 'internal', message: 'The disk of ~/.local/share/playhead is full, so nothing was stored. Make room, then try again.' } })) });

export const RightToLeft = meta.story({ render: () => filled(withProblems), globals: { direction: 'rtl' } });

DoneWithProblems.test('tells on request what could not be read', async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByText('Details'));
  await expect(canvas.getByText(/may not be read/)).toBeVisible();
});
