declare module 'virtual:recording/*' {
  import type { SessionRecord } from '@playhead/protocol';

  export const records: readonly SessionRecord[];
}
