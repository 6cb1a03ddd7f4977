// A name added here is a promise.

// The Messages API behind a tap
export { MODEL_SERVICE, recordModel } from './record-model.ts';
export type { ModelRecording, RecordModelOptions } from './record-model.ts';

// What passes it, as records
export { createMessagesCodec } from './anthropic/messages-codec.ts';
export { MODEL_HEADERS } from './anthropic/model-headers.ts';
