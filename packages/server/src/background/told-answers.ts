import type { SessionStorage } from '@playhead/protocol';

/** Remembers what was answered of all sessions, for as long as nothing of them changed. */
export interface ToldAnswers {
  /** @param key - What was asked. @param make - Makes the answer, where it is not remembered. */
  of<Answer>(key: string, make: () => Promise<Answer>): Promise<string>;
}

/** So many answers are remembered: those to what was asked last. */
const MOST = 50;

/** One that remembers nothing yet. Where the storage does not tell whether something changed, every answer is made anew. */
export function createToldAnswers(storage: Pick<SessionStorage, 'survey'>): ToldAnswers {
  const told = new Map<string, { readonly revision: string; readonly answer: string }>();
  return {
    async of(key, make) {
      const revision = (await storage.survey?.())?.revision; // of before it is made: what changes meanwhile is in the next answer
      const known = told.get(key);
      told.delete(key);
      const answer = known && known.revision === revision ? known.answer : JSON.stringify(await make());
      if (revision !== undefined) told.set(key, { revision, answer });
      for (const oldest of told.keys()) {
        if (told.size <= MOST) break;
        told.delete(oldest);
      }
      return answer;
    },
  };
}
