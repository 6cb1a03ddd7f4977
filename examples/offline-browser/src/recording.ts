import { createRecorder, type Recorder } from '@playhead/recorder';
import { httpStorage } from '@playhead/storage-adapters/http';
import { indexedDBStorage } from '@playhead/storage-adapters/indexeddb';
import { outboxStorage, type OutboxStorage } from '@playhead/storage-adapters/outbox';

const url: string = import.meta.env['VITE_PLAYHEAD_URL'] ?? 'http://127.0.0.1:7433';

/** Everything goes to IndexedDB at once, and from there to the server whenever it answers. */
export const storage: OutboxStorage = outboxStorage({ local: indexedDBStorage(), remote: httpStorage({ url }) });
export const recorder: Recorder = createRecorder({ storage, serverUrl: url });
