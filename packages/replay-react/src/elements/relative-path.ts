export { relativePath } from '@playhead/replay-core';
