export { createRecordEncoder as encoderOf } from '@playhead/protocol';
