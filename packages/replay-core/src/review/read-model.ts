import type { SessionInfo, SessionStorage } from '@playhead/protocol';
import { createBriefing } from '../brief/briefing.ts';
import { createSharedTexts } from '../brief/shared-texts.ts';
import { createModel } from '../model/create-model.ts';
import type { SessionModel } from '../model/types.ts';

/** Sessions of more records are not looked at where nobody asked for it: their model, about 3 KB a record while it is made, would not fit beside what else a process does. */
export const MOST_COUNTED_RECORDS = 50_000;

/** How a whole log is read that nobody looks at. */
export interface ReadModelOptions {
  readonly signal?: AbortSignal;
  /** Called every few milliseconds of work: it goes on once this resolves. Default: it does not stop. */
  readonly pause?: () => Promise<void>;
}

/** Puts a session together, long texts left in the log. */
export async function readModel(storage: Pick<SessionStorage, 'read'>, info: Pick<SessionInfo, 'sessionId' | 'bytes'>, { signal, pause }: ReadModelOptions = {}): Promise<SessionModel> {
  const { sessionId, bytes } = info;
  const builder = createModel({ sessionId });
  const briefing = createBriefing({ ...(bytes !== undefined && { bytes }) });
  const texts = createSharedTexts();
  for await (const { records, damage, next } of storage.read(sessionId, signal ? { signal } : {})) {
    builder.add(records.map(({ record, cursor, line }) => {
      const taken = briefing.take(record, cursor, line.length + 1);
      return briefing.brief ? texts.share(taken) : taken;
    }), damage);
    briefing.skip(next);
    await pause?.();
  }
  return builder.model;
}
