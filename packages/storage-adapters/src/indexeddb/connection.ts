import { openDB, type IDBPDatabase } from 'idb';
import { isPlayheadError } from '@playhead/protocol';
import { newerDatabase, noDatabase, notOpened } from './failures.ts';
import { DATABASE_VERSION, upgradeSchema, type Schema } from './schema.ts';

/** How long a database may take to open: browsers have been seen never to answer. */
const OPEN_MS = 10_000;

/** An open database, which may be taken away at any time: by another tab that upgrades or deletes it, or by the user. */
export interface Connection {
  /** Opens the database where it is not open. @throws PlayheadError `storage_unavailable`. */
  open(): Promise<IDBPDatabase<Schema>>;
  /** The database, where it is open. */
  readonly db: IDBPDatabase<Schema> | undefined;
  /** Opens it anew the next time. */
  forget(db: IDBPDatabase<Schema>): void;
  close(): void;
}

/**
 * Makes it without opening anything.
 *
 * @param onOpen - Called each time the database was opened.
 */
export function createConnection(databaseName: string, onOpen: () => void): Connection {
  let current: IDBPDatabase<Schema> | undefined;
  let opening: Promise<IDBPDatabase<Schema>> | undefined;
  const forget = (db: IDBPDatabase<Schema> | undefined): void => {
    if (db !== current) return;
    current = undefined;
    opening = undefined;
  };
  const openOnce = async (): Promise<IDBPDatabase<Schema>> => {
    if (globalThis.indexedDB === undefined) throw noDatabase();
    let blocked = false;
    let late = false;
    let own: IDBPDatabase<Schema> | undefined;
    const asked = openDB<Schema>(databaseName, DATABASE_VERSION, {
      upgrade: (db, oldVersion) => upgradeSchema(db, oldVersion),
      blocked: () => { blocked = true; },
      blocking() { // others must not wait for this page; it opens the database again when it needs it
        forget(own);
        own?.close();
      },
      terminated: () => forget(own),
    });
    let limit: ReturnType<typeof setTimeout> | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      limit = setTimeout(() => {
        late = true;
        reject(notOpened(blocked));
      }, OPEN_MS);
    });
    try {
      own = await Promise.race([asked, tooLong]);
    } catch (error) {
      if (late) void asked.then((db) => db.close(), () => {});
      if (isPlayheadError(error)) throw error;
      throw error instanceof Error && error.name === 'VersionError' ? newerDatabase(error) : noDatabase(error);
    } finally {
      clearTimeout(limit);
    }
    current = own;
    onOpen();
    return own;
  };
  return {
    get db() {
      return current;
    },
    open() {
      if (opening) return opening;
      const asked = openOnce();
      opening = asked;
      asked.catch(() => { if (opening === asked) opening = undefined; }); // the next call tries again
      return asked;
    },
    forget,
    close() {
      const db = current;
      forget(db);
      db?.close();
    },
  };
}
