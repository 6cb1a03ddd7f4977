import { isPlayheadError, LOG_END, PlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import type { SessionModel } from '../model/types.ts';
import { isOver } from '../model/outcome.ts';
import { decodeState } from './decode.ts';
import { IndexOfState } from './create-session-index.ts';
import { readTurn, StaleIndex } from './read-turn.ts';
import { isOfLog } from './same-log.ts';
import { IndexState } from './state.ts';
import { SESSION_INDEX_VERSION, type SessionIndex, type TurnHead } from './types.ts';

/** How {@link openSession} opens a session. */
export interface OpenSessionOptions {
  readonly signal?: AbortSignal;
  /** Hears how far the log is read, where the index does not reach its end: in bytes from where the index ended. */
  readonly onProgress?: (bytes: number) => void;
  /** Called every few milliseconds of work: it goes on once this resolves. Default: it does not stop. */
  readonly pause?: () => Promise<unknown>;
}

/** A session that is read by its index, in parts. */
export interface OpenedSession {
  readonly session: SessionInfo;
  readonly index: SessionIndex;
  /** In display order. */
  readonly turns: readonly TurnHead[];
  /**
   * Reads one turn, and of the log no more than it needs. The model holds this turn alone; its `session` is the whole session's.
   *
   * @param number - Its place in {@link OpenedSession.turns}, from 1.
   * @throws PlayheadError `not_found` when there are fewer turns.
   */
  readTurn(number: number): Promise<SessionModel>;
  /** Takes in what was appended since. */
  update(): Promise<void>;
}

/**
 * Opens a session by its index, however large it is. The index is kept with the session: what is stored is taken when it is of this log,
 * goes on from where it ended, and is stored again when it grew by a chunk; where there is none, or none that can be read, the log is read once.
 *
 * @throws PlayheadError `session_not_found`, `aborted`, and whatever the storage reports.
 *
 * @example
 * ```ts
 * const opened = await openSession(storage, sessionId);
 * const { turns: [turn] } = await opened.readTurn(1);
 * ```
 */
export async function openSession(storage: SessionStorage, sessionId: string, options: OpenSessionOptions = {}): Promise<OpenedSession> {
  const { signal } = options;
  let { index, kept } = await load(storage, sessionId, signal);
  const update = async (): Promise<void> => {
    await grow(storage, index, options);
    if (!isOver(index.session)) index.setSilent(await isShownOver(storage, sessionId));
    if (await keep(storage, index, kept, signal)) kept = index.chunks.length;
  };
  const rebuild = async (): Promise<void> => {
    [index, kept] = [new IndexOfState(new IndexState(sessionId)), 0];
    await update();
  };
  await update();
  return {
    get session() { return index.session; },
    get index() { return index; },
    get turns() { return index.turns; },
    async update() {
      if (await isOfLog(index, storage, signal)) await update();
      else await rebuild();
    },
    async readTurn(number) {
      try {
        return await readTurn(storage, index, turnIn(index, number), signal);
      } catch (error) {
        if (!(error instanceof StaleIndex)) throw error;
        await rebuild();
        return await readTurn(storage, index, turnIn(index, number), signal);
      }
    },
  };
}

/** Whether a session is shown as over, also one that nobody stopped and that has been silent for long. */
async function isShownOver(storage: SessionStorage, sessionId: string): Promise<boolean> {
  const shown = await storage.get(sessionId);
  return shown !== undefined && isOver(shown);
}

function turnIn({ turns }: SessionIndex, number: number): string {
  const turn = turns[number - 1];
  if (turn) return turn.id;
  const count = turns.length === 0 ? 'no turns' : turns.length === 1 ? 'one turn' : `${turns.length} turns`;
  throw new PlayheadError('not_found', `This session has ${count}, so there is no turn ${number}.${turns.length > 0 ? ` Ask for one from 1 to ${turns.length}.` : ''}`);
}

async function load(storage: SessionStorage, sessionId: string, signal: AbortSignal | undefined): Promise<{ index: IndexOfState; kept: number }> {
  // An index that cannot be read is none: the log tells what is wrong, if anything is.
  const bytes = storage.capabilities.derived ? await storage.derived.get(sessionId, 'index', SESSION_INDEX_VERSION).catch(() => undefined) : undefined;
  const state = bytes && (await decodeState(bytes, sessionId));
  const index = state && new IndexOfState(state);
  if (index && (await isOfLog(index, storage, signal))) return { index, kept: index.chunks.length };
  return { index: new IndexOfState(new IndexState(sessionId)), kept: 0 };
}

async function grow(storage: SessionStorage, index: IndexOfState, { signal, onProgress, pause }: OpenSessionOptions): Promise<void> {
  let bytes = 0;
  // From the last record on, and not from where the last read ended: what follows it may have been cut off since.
  const from = index.chunks.at(-1)?.to ?? '';
  for await (const chunk of storage.read(index.sessionId, { from, to: LOG_END, ...(signal && { signal }) })) {
    index.add(chunk);
    for (const { line } of chunk.records) bytes += line.length + 1;
    if (bytes > 0) onProgress?.(bytes);
    await pause?.();
  }
}

/** Stores the index, if it has a chunk more than the one that is stored. What cannot be stored is made anew the next time. */
async function keep(storage: SessionStorage, index: IndexOfState, kept: number, signal: AbortSignal | undefined): Promise<boolean> {
  if (!storage.capabilities.derived || index.session.dropped || index.chunks.length <= Math.max(1, kept)) return false;
  try {
    await storage.derived.put(index.sessionId, 'index', SESSION_INDEX_VERSION, await index.encode());
    // Whoever rewrote the log meanwhile has removed what was stored before: nothing of the old text may come back.
    if (await isOfLog(index, storage, signal)) return true;
    await storage.derived.put(index.sessionId, 'index', SESSION_INDEX_VERSION, new Uint8Array());
  } catch (error) {
    if (!isPlayheadError(error) || isPlayheadError(error, 'aborted')) throw error;
  }
  return false;
}
