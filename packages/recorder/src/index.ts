// A name added here is a promise.

// The default recorder
export { close, flush, health, recordEvent, recordStart, recordStop } from './default-recorder.ts';

// Recorders of one's own
export { createRecorder } from './recorder.ts';
export type { Recorder } from './recorder.ts';
export type {
  RecordEventOptions, RecorderDurability, RecorderHealth, RecorderOptions, RecordStartOptions, RecordStartResult, RecordStopOptions, RecordStopResult,
} from './options.ts';

// How a session is recorded: who opted out, what is redacted, how large it may be
export { createSessionRecording } from './session-recording.ts';
export type { RedactionOptions, SessionPlace, SessionRecording, SessionRecordingOptions } from './session-recording.ts';
export type { RecordingSettings, SettingsSource } from './recording-settings.ts';
export type { RecordGuard, TextStream } from './record-guard.ts';

// Who is behind an agent, and what for
export { launcherOf, launcherOfEnvironment } from './launcher.ts';
export type { Launcher } from './launcher.ts';

// What receivers and harness adapters build on
export { createProducer } from './producer.ts';
export type { Producer } from './producer.ts';
export { createClock } from './clock.ts';
export { digestOf } from './digest.ts';
export { guardAnnotation } from './guard-annotation.ts';
export { redactSession } from './redact-session.ts';
export type { RedactedSession, RedactSessionOptions } from './redact-session.ts';
export { encodeRecords } from './encode-records.ts';
export type { EncodeTarget } from './encode-records.ts';
export type { HarnessAdapter, HarnessContext, HarnessEvidence, HarnessReduction, RecordInput, ShellCall } from './harness.ts';
export type { HarnessHistory, HistoryMemory, HistoryPlace, HistoryReader, HistoryRecord, HistorySession, HistoryStep } from './harness-history.ts';
