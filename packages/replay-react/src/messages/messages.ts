import { headerMessages, type HeaderMessages } from '../header/header-messages.ts';
import { timelineMessages, type TimelineMessages } from '../timeline/timeline-messages.ts';
import { transportMessages, type TransportMessages } from '../transport/transport-messages.ts';
import { outlineMessages, type OutlineMessages } from '../outline/outline-messages.ts';
import { eventsMessages, type EventsMessages } from '../events/events-messages.ts';
import { inspectorMessages, type InspectorMessages } from '../inspector/inspector-messages.ts';
import { terminalMessages, type TerminalMessages } from '../terminal/terminal-messages.ts';
import { recordedTerminalMessages, type RecordedTerminalMessages } from '../terminal/recorded-messages.ts';
import { diffMessages, type DiffMessages } from '../diff/diff-messages.ts';
import { fileHistoryMessages, type FileHistoryMessages } from '../file-history/file-history-messages.ts';
import { filesMessages, type FilesMessages } from '../files/files-messages.ts';
import { testResultsMessages, type TestResultsMessages } from '../test-results/test-results-messages.ts';
import { iterationsMessages, type IterationsMessages } from '../iterations/iterations-messages.ts';
import { finalOutputMessages, type FinalOutputMessages } from '../final-output/final-output-messages.ts';
import { markdownMessages, type MarkdownMessages } from '../markdown/markdown-messages.ts';
import { rawMessages, type RawMessages } from '../raw/raw-messages.ts';
import { largeTextMessages, type LargeTextMessages } from '../large-text/large-text-messages.ts';
import { notesMessages, type NotesMessages } from '../notes/notes-messages.ts';
import { reviewImportMessages, type ReviewImportMessages } from '../notes/review-import-messages.ts';
import { reviewQueueMessages, type ReviewQueueMessages } from '../review/review-messages.ts';
import { statsMessages, type StatsMessages } from '../stats/stats-messages.ts';
import { searchMessages, type SearchMessages } from '../search/search-messages.ts';
import { filtersMessages, type FiltersMessages } from '../filters/filters-messages.ts';
import { shortcutsMessages, type ShortcutsMessages } from '../shortcuts/shortcuts-messages.ts';
import { sessionListMessages, type SessionListMessages } from '../session-list/session-list-messages.ts';
import { sessionCatalogMessages, type SessionCatalogMessages } from '../session-catalog/session-catalog-messages.ts';
import { sessionStatsMessages, type SessionStatsMessages } from '../session-stats/session-stats-messages.ts';
import { announcementMessages, type AnnouncementMessages } from '../view/announcement-messages.ts';
import { mergeWords } from './merge-words.ts';
import { sessionReplayMessages, type SessionReplayMessages } from '../session-replay/session-replay-messages.ts';

/** Every word that the parts say themselves, by part. Plurals and orders are functions. */
export interface ReplayMessages {
  readonly header: HeaderMessages;
  readonly timeline: TimelineMessages;
  readonly transport: TransportMessages;
  readonly outline: OutlineMessages;
  readonly events: EventsMessages;
  readonly inspector: InspectorMessages;
  readonly terminal: TerminalMessages;
  readonly recordedTerminal: RecordedTerminalMessages;
  readonly diff: DiffMessages;
  readonly files: FilesMessages;
  readonly fileHistory: FileHistoryMessages;
  readonly testResults: TestResultsMessages;
  readonly iterations: IterationsMessages;
  readonly finalOutput: FinalOutputMessages;
  readonly markdown: MarkdownMessages;
  readonly raw: RawMessages;
  readonly largeText: LargeTextMessages;
  readonly notes: NotesMessages;
  readonly reviewImport: ReviewImportMessages;
  readonly reviewQueue: ReviewQueueMessages;
  readonly stats: StatsMessages;
  readonly search: SearchMessages;
  readonly filters: FiltersMessages;
  readonly shortcuts: ShortcutsMessages;
  readonly sessionList: SessionListMessages;
  readonly sessionStats: SessionStatsMessages;
  readonly sessionCatalog: SessionCatalogMessages;
  readonly sessionReplay: SessionReplayMessages;
  readonly announcements: AnnouncementMessages;
}

/** The English words. */
export const englishMessages: ReplayMessages = {
  header: headerMessages,
  timeline: timelineMessages,
  transport: transportMessages,
  outline: outlineMessages,
  events: eventsMessages,
  inspector: inspectorMessages,
  terminal: terminalMessages,
  recordedTerminal: recordedTerminalMessages,
  diff: diffMessages,
  files: filesMessages,
  fileHistory: fileHistoryMessages,
  testResults: testResultsMessages,
  iterations: iterationsMessages,
  finalOutput: finalOutputMessages,
  markdown: markdownMessages,
  raw: rawMessages,
  largeText: largeTextMessages,
  notes: notesMessages,
  reviewImport: reviewImportMessages,
  reviewQueue: reviewQueueMessages,
  stats: statsMessages,
  search: searchMessages,
  filters: filtersMessages,
  shortcuts: shortcutsMessages,
  sessionList: sessionListMessages,
  sessionStats: sessionStatsMessages,
  sessionCatalog: sessionCatalogMessages,
  sessionReplay: sessionReplayMessages,
  announcements: announcementMessages,
};

/** Words of a host: what it leaves out stays English. */
export type PartialReplayMessages = { readonly [Part in keyof ReplayMessages]?: Partial<ReplayMessages[Part]> };

/** The English words with those of a host in their place. */
export function mergeMessages(own: PartialReplayMessages = {}): ReplayMessages {
  const parts = Object.keys(englishMessages) as (keyof ReplayMessages)[]; // the keys of the English words are the parts
  return Object.fromEntries(parts.map((part) => [part, mergeWords<object>(englishMessages[part], own[part])])) as unknown as ReplayMessages; // each part holds its own words and the host's of the same part
}
