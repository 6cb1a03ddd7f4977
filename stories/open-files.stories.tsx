import { encodeRecord } from '@playhead/protocol';
import type { ReplaySource } from '@playhead/replay-core';
import { SessionList, SessionReplay } from '@playhead/replay-react';
import type { ReactElement } from 'react';
import { expect, waitFor } from 'storybook/test';
import { FileDropHint } from '../packages/viewer/src/files/FileDropHint.tsx';
import { FilesPage } from '../packages/viewer/src/files/FilesPage.tsx';
import { OpenFileButton } from '../packages/viewer/src/files/OpenFileButton.tsx';
import '../packages/viewer/src/viewer.css';
import preview from './.storybook/preview.tsx';
import { recordsOf } from './fixtures/recordings.ts';
import { sessionItems } from './fixtures/session-items.ts';

const NOW = Date.parse('2026-11-21T14:30:00Z');
const nothing = (): void => undefined;

const meta = preview.meta({ title: 'SessionReplay/Open files', component: FilesPage, parameters: { replay: { root: false } } });

/** The list of the web app: its button opens files, and so does a drop anywhere on the page. */
function list(): ReactElement {
  return <div className="viewer-list"><SessionList sessions={sessionItems(12, NOW, 'plain')} now={NOW} timeZone="UTC" actions={<OpenFileButton onFiles={nothing} />} /></div>;
}

export const List = meta.story({ render: list });

export const DraggingOver = meta.story({ render: () => <div style={{ minBlockSize: 640, position: 'relative', transform: 'translate(0)' }}>{list()}<FileDropHint /></div> });

/** A source that is stuck while its file is read. */
function reading(events: number): ReplaySource {
  return {
    async *open(signal) {
      yield { records: recordsOf('golden').slice(0, events), upToDate: false, progress: { readBytes: 84 * 1024 * 1024, totalBytes: 200 * 1024 * 1024 } };
      await new Promise<void>((done) => { signal.addEventListener('abort', () => done()); });
    },
  };
}

const [beginning, middle] = [reading(0), reading(200)];

export const Reading = meta.story({ render: () => <div style={{ blockSize: 900 }}><SessionReplay source={beginning} /></div> });

export const ReadingWithEvents = meta.story({ render: () => <div style={{ blockSize: 900 }}><SessionReplay source={middle} /></div> });

const page = (files: readonly File[]): ReactElement => <div style={{ blockSize: 900 }}><FilesPage files={files} onFiles={nothing} onSession={nothing} go={nothing} /></div>;

const log = (name: string, sessionId: string, recording: 'golden' | 'failed' | '10'): File =>
  new File([recordsOf(recording).map((record) => `${encodeRecord(record.type === 'session_start' ? { ...record, data: { ...record.data, sessionId } } : record)}\n`).join('')], name);

const one = [log('20261121T093000000Z_5a1b_0199.jsonl', 's1', 'golden')];
const several = [log('first.jsonl', 's1', 'golden'), log('second.jsonl', 's2', 'failed'), new File(['<!doctype html>'], 'report.html')];
const notOne = [new File(['<!doctype html><title>404</title>'], 'index.html')];

export const OneFile = meta.story({ render: () => page(one) });

export const SeveralSessions = meta.story({ render: () => page(several) });

export const NotARecording = meta.story({ render: () => page(notOne) });

SeveralSessions.test('lists what could be opened and says what could not', async ({ canvas }) => {
  await expect(await canvas.findByText(/“report.html” is a web page/)).toBeVisible();
  await waitFor(() => expect(canvas.getAllByRole('row').length).toBe(3));
});

NotARecording.test('says what the file is and lets choose another', async ({ canvas }) => {
  await expect(await canvas.findByText(/“index.html” is a web page/)).toBeVisible();
  await expect(canvas.getAllByRole('button', { name: 'Open a file' }).length).toBeGreaterThan(0);
});
