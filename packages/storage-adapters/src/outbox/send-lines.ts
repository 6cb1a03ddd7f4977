import { isPlayheadError, type Damage, type SessionStorage, type StoredRecord } from '@playhead/protocol';
import { noteBlobs } from '../common/rewritten.ts';
import { untilAborted } from './until-aborted.ts';

/** From where lines are sent, and where to. */
export interface SendRoute {
  readonly local: SessionStorage;
  readonly remote: SessionStorage;
  readonly sessionId: string;
  /** The session's id in `remote`. */
  readonly target: string;
  readonly signal: AbortSignal | undefined;
}

/** How many names of values that were sent are remembered. */
const MOST_SENT = 10_000;

/** Sends the values that lines name, each once. */
export interface BlobSender {
  /** @returns What is missing here, so that it can never be sent. */
  send(records: readonly StoredRecord[]): Promise<readonly Damage[]>;
}

/** Makes it for one session. */
export function createBlobSender({ local, remote, sessionId, target, signal }: SendRoute): BlobSender {
  const sent = new Set<string>();
  const sendOne = async (blob: string): Promise<boolean> => {
    let bytes: Uint8Array;
    try {
      bytes = await local.blobs.get(sessionId, blob);
    } catch (error) {
      if (isPlayheadError(error, 'blob_not_found')) return false;
      throw error;
    }
    await untilAborted(remote.blobs.put(target, bytes), signal);
    return true;
  };
  return {
    async send(records) {
      const damage: Damage[] = [];
      for (const { line, cursor } of records) {
        const named = new Set<string>();
        noteBlobs(line, named);
        for (const blob of named) {
          if (sent.has(blob)) continue;
          if (!(await sendOne(blob))) damage.push({ kind: 'missing', cursor, bytes: 0, message: `The value ${blob} is not here, so the record that names it was sent without it.` });
          if (sent.size >= MOST_SENT) sent.clear(); // sending one again does no harm
          sent.add(blob);
        }
      }
      return damage;
    },
  };
}

/** Appends lines to the remote log, in smaller parts where they are too many for it. */
export async function sendLines(route: Pick<SendRoute, 'remote' | 'target' | 'signal'>, lines: readonly string[]): Promise<void> {
  try {
    await untilAborted(route.remote.append(route.target, lines), route.signal);
  } catch (error) {
    if (!isPlayheadError(error, 'payload_too_large') || lines.length < 2) throw error;
    const half = Math.ceil(lines.length / 2);
    await sendLines(route, lines.slice(0, half));
    await sendLines(route, lines.slice(half));
  }
}
