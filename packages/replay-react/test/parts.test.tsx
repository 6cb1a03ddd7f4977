import { version, type ReactElement } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReplayStore } from '@playhead/replay-core';
import {
  Diff, Events, FileHistory, Files, Filters, FinalOutput, Header, Inspector, Iterations, Notes, Outline, Raw, ReviewQueue, Search, SessionList, SessionReplay, Stats, Terminal, TestResults, Timeline, Transport,
} from '../src/index.ts';
// Loaded before the first part asks, so that two drawings of one part are as far as each other.
import '../src/review/watch-markers.ts';
import { SessionCatalog } from '../src/session-catalog.ts';
import { SessionStats } from '../src/session-stats.ts';
import { testPart, type PartUnderTest } from '../src/testing.ts';

vi.setConfig({ testTimeout: 120_000 });

const parts: Readonly<Record<string, (props: PartUnderTest, store: ReplayStore) => ReactElement>> = {
  header: (props) => <Header {...props} />,
  timeline: (props) => <Timeline {...props} />,
  transport: (props) => <Transport {...props} />,
  events: (props) => <Events {...props} />,
  outline: (props) => <Outline {...props} />,
  inspector: (props) => <Inspector {...props} />,
  search: (props) => <Search {...props} />,
  filters: (props) => <Filters {...props} />,
  terminal: (props) => <Terminal {...props} />,
  diff: (props) => <Diff {...props} />,
  files: (props) => <Files {...props} />,
  'file-history': (props) => <FileHistory {...props} />,
  'test-results': (props) => <TestResults {...props} />,
  'final-output': (props) => <FinalOutput {...props} />,
  stats: (props) => <Stats {...props} />,
  iterations: (props) => <Iterations {...props} />,
  raw: (props) => <Raw {...props} />,
  notes: (props) => <Notes {...props} />,
  'review-queue': (props) => <ReviewQueue {...props} />,
};
for (const [name, render] of Object.entries(parts)) testPart({ name, render, describe, test, expect });

testPart({
  name: 'session-list', render: (props, store) => <SessionList {...props} sessions={[store.getState().model.session]} />, wrap: (part) => part, describe, test, expect,
});

testPart({ name: 'session-stats', render: (props) => <SessionStats {...props} />, wrap: (part) => part, describe, test, expect });

testPart({ name: 'session-catalog', render: (props) => <SessionCatalog {...props} />, wrap: (part) => part, describe, test, expect });

testPart({ name: 'session-replay', render: (props, store) => <SessionReplay {...props} store={store} />, wrap: (part) => part, describe, test, expect });

test('the React that was asked for is the one that draws', () => {
  expect(version.split('.')[0]).toBe(process.env['PLAYHEAD_REACT']);
});

/** What is drawn within a part, or only while it is open: tests of its own folder look at it. */
const pieces = ['hover-card', 'shortcuts'];

test('every folder of a part is tested here', () => {
  const source = join(import.meta.dirname, '../src');
  const named = readdirSync(source, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.tsx') && !entry.name.includes('.test.') && !entry.parentPath.startsWith(join(source, 'server')))
    .flatMap((entry) => [...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(/^\s*(?:<|return <)[\w.]+[^>\n]*data-part="([a-z-]+)"/gm)].map(([, name]) => name));
  const tested = new Set([...Object.keys(parts), 'session-list', ...pieces]);
  expect([...new Set(named)].filter((name) => name !== undefined && !tested.has(name) && !name.startsWith('timeline-'))).toEqual([]);
});
