import type { SessionStorage } from '@playhead/protocol';

/** How much of an id is tried: a minute of its time, all of its time, then its other parts. */
const LENGTHS = [8, 13, 18, 23];

/** Of each id the beginning that no other recording's id shares, of at least eight characters. Asks the storage for two ids of each beginning. */
export async function shortIds(storage: Pick<SessionStorage, 'list'>, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const length of LENGTHS) {
    const open = ids.filter((id) => !found.has(id));
    for (const beginning of new Set(open.map((id) => id.slice(0, length)))) {
      const alike = open.filter((id) => id.startsWith(beginning));
      const [id] = alike;
      if (alike.length === 1 && id !== undefined && (await isAlone(storage, beginning))) found.set(id, beginning);
    }
  }
  return new Map(ids.map((id) => [id, found.get(id) ?? id]));
}

async function isAlone(storage: Pick<SessionStorage, 'list'>, beginning: string): Promise<boolean> {
  const { sessions } = await storage.list({ id: beginning, limit: 2 });
  return sessions.length < 2;
}
