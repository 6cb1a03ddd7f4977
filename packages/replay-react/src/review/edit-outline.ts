// Loaded once somebody changed a chapter or a moment.
export { outlineEditor } from '@playhead/replay-core';
