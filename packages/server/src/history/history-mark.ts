import type { SessionStorage } from '@playhead/protocol';

const NAME = 'history';
const VERSION = 1;

/** Notes that the harness's own files were read to their end after a session had ended. A hint: without it they are read once more. */
export async function markComplete({ derived, capabilities }: SessionStorage, sessionId: string): Promise<void> {
  if (capabilities.derived) await derived.put(sessionId, NAME, VERSION, new TextEncoder().encode('1')).catch(() => undefined);
}

/** Whether an ended session may lack what its harness's own files tell: a server that was killed, or stopped at once, never read them. */
export async function mayLackHistory({ derived, capabilities }: SessionStorage, sessionId: string): Promise<boolean> {
  return capabilities.derived && (await derived.get(sessionId, NAME, VERSION).catch(() => undefined)) === undefined;
}
