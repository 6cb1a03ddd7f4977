// Names that examples may use without saying where they come from, because it does not matter there: what a reader has
// already, or writes himself. Nothing here exists when it runs. Names that our packages export do not belong here.
import type { ReactElement } from 'react';
import type { Annotation, JsonObject, ReviewThread, SessionHeader, SessionInfo, SessionRecord, SessionStorage } from '@playhead/protocol';
import type { ReplayEvent, ReplaySource, ReplayStore, ReviewMarker, SessionModel, TimeMap, TimeRange } from '@playhead/replay-core';
import type { CastSource } from '@playhead/replay-core/cast';
import type { CatalogDocument, StatisticsDocument } from '@playhead/replay-core/metrics';
import type { createProducer, RecordGuard } from '@playhead/recorder';
import type { Redactor, SensitiveCalls } from '@playhead/redaction';
import type { EventRendererProps, PartProps, SessionListItem } from '@playhead/replay-react';

// A recording
export declare const sessionId: string;
export declare const id: string;
export declare const url: string;
export declare const header: SessionHeader;
export declare const record: SessionRecord;
export declare const records: readonly SessionRecord[];
export declare const data: JsonObject;
export declare const session: SessionInfo;
export declare const catalog: CatalogDocument;
export declare const statistics: StatisticsDocument;
export declare const sessions: readonly SessionListItem[];
/** Hook payloads, as a harness sent them. */
export declare const payloads: readonly JsonObject[];
/** One line of a log. */
export declare const line: string;
/** Microseconds since the Unix epoch. */
export declare const at: number;
export declare const startedAt: number;

// Where it is
export declare const storage: SessionStorage;
export declare const remote: SessionStorage;
export declare const source: ReplaySource;
export declare const dir: string;

// What other programs recorded of a terminal
export declare const castBytes: AsyncIterable<Uint8Array>;
export declare const typescript: AsyncIterable<Uint8Array>;
export declare const timing: AsyncIterable<Uint8Array>;
export declare const terminalId: string;
export declare const castSource: CastSource;

// What writes it
export declare const producer: ReturnType<typeof createProducer>;
export declare const guard: RecordGuard;
export declare const redactor: Redactor;
export declare const calls: SensitiveCalls;
/** Sixteen secret bytes or more. */
export declare const key: Uint8Array;
/** Something that must not be recorded. */
export declare const token: string;

// What is made of it
export declare const model: SessionModel;
/** The same session, after more events. */
export declare const later: SessionModel;
export declare const events: readonly ReplayEvent[];
export declare const event: ReplayEvent;
export declare const markers: readonly ReviewMarker[];
export declare const thread: ReviewThread;
export declare const annotation: Annotation;
/** What people and agents said of a session. */
export declare const annotations: readonly Annotation[];
export declare const currentIndex: number;
export declare const range: TimeRange;
export declare const timeMap: TimeMap;
/** The time of the same session, after more events. */
export declare const longer: TimeMap;
export declare const replay: ReplayStore;
export declare const store: ReplayStore;

// Parts of the host, and what it holds
export declare function OwnReplay(): ReactElement;
export declare function OwnDiff(): ReactElement;
export declare function MyBadge(): ReactElement;
export declare function ShareButton(): ReactElement;
export declare function LinearIssue(props: EventRendererProps): ReactElement;
export declare function Ticket(props: PartProps): ReactElement;
export declare const rate: number;
export declare function setRate(rate: number): void;

// Anything else a program has
export declare const text: string;
export declare const content: string;
export declare const body: string;
export declare const error: unknown;
export declare const signal: AbortSignal;
/** A settings file that exists already. */
export declare const existing: JsonObject;
export declare function show(...what: readonly unknown[]): void;
export declare function render(what: unknown): void;
export declare function refuse(): void;
export declare function askForRoom(): Promise<void>;
/** Makes a storage of the reader's own, empty. */
export declare function myStorage(): SessionStorage;
/** Opens the same data with another instance. */
export declare function myStorageOnTheSameData(storage: SessionStorage): SessionStorage;
