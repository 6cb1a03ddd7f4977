// A name added here is a promise.

// The default recorder
export { close, flush, health, recordEvent, recordStart, recordStop } from './default-recorder.ts';

// Recorders of one's own
export { createRecorder } from './recorder.ts';
export type { Recorder } from './recorder.ts';
export type {
  RecordEventOptions, RecorderDurability, RecorderHealth, RecorderOptions, RecordStartOptions, RecordStartResult, RecordStopOptions, RecordStopResult,
} from './options.ts';

// What receivers and harness adapters build on
export { createProducer } from './producer.ts';
export type { Producer } from './producer.ts';
export { createClock } from './clock.ts';
export { externalise } from './externalise.ts';
export type { ExternalisedData } from './externalise.ts';
export type { HarnessAdapter, HarnessContext, HarnessEvidence, HarnessReduction, RecordInput } from './harness.ts';
