import { isPlayheadError, type AppendDurability } from '@playhead/protocol';
import { storageClosed } from '../common/failures.ts';
import { createConnection, type Connection } from './connection.ts';
import { isQuotaError, storageFailure } from './failures.ts';
import type { Reading, Store, Writing } from './schema.ts';

/** One storage object's way to its database. Every method refuses a closed storage, and gives PlayheadErrors only. */
export interface Database {
  readonly connection: Connection;
  readonly closed: boolean;
  /** Lets a function read some stores, as they were at one moment. */
  read<Result>(stores: readonly Store[], work: (tx: Reading) => Promise<Result>): Promise<Result>;
  /** Lets a function change some stores: all of what it does is stored, or nothing. It may wait for nothing but the transaction. */
  write<Result>(stores: readonly Store[], work: (tx: Writing) => Promise<Result>, durability?: AppendDurability): Promise<Result>;
  /** Waits for what is under way, and refuses the rest. */
  close(): Promise<void>;
}

/** What a database asks of its owner. */
export interface DatabaseHost {
  /** Done before anything else, each time the database was opened and whenever the owner says so. */
  prepare(database: Pick<Database, 'connection'>): Promise<void> | undefined;
  /** Makes room where the browser gives no more. @returns Whether it did, so that it is worth trying again. */
  makeRoom(): Promise<boolean>;
}

/** @param name - The storage's name, for messages. */
export function createDatabase(name: string, databaseName: string, onOpen: () => void, host: DatabaseHost): Database {
  const connection = createConnection(databaseName, onOpen);
  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  let closing: Promise<void> | undefined;

  const run = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    if (closed) throw storageClosed(name);
    const done = call();
    underWay.add(done);
    try {
      return await done;
    } catch (error) {
      throw storageFailure(error);
    } finally {
      underWay.delete(done);
    }
  };
  const prepared = async (): Promise<void> => {
    await connection.open();
    await host.prepare(database);
  };
  const database: Database = {
    connection,
    get closed() {
      return closed;
    },
    read: (stores, work) => run(async () => {
      await prepared();
      return transact(connection, 'readonly', stores, work);
    }),
    write: (stores, work, durability) => run(async () => {
      await prepared();
      for (;;) {
        try {
          return await transact(connection, 'readwrite', stores, async (tx) => work(tx as Writing), durability); // its mode says so
        } catch (error) {
          if (!isQuotaError(error) || !(await host.makeRoom())) throw error;
        }
      }
    }),
    close() {
      closed = true;
      closing ??= Promise.allSettled(underWay).then(() => connection.close());
      return closing;
    },
  };
  return database;
}

/** Runs a function within a transaction. @throws What the function says, or the browser's reason where that is why. */
export async function transact<Result>(connection: Connection, mode: 'readonly' | 'readwrite', stores: readonly Store[], work: (tx: Reading) => Promise<Result>, durability: AppendDurability = 'write'): Promise<Result> {
  const tx = await begin(connection, mode, stores, durability);
  const done = tx.done.then(() => undefined, (error: unknown) => error ?? new Error('The browser ended the transaction.'));
  try {
    const result = await work(tx);
    if (mode === 'readwrite') tx.commit();
    const failure = await done;
    if (failure !== undefined) throw failure;
    return result;
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // it has ended already
    }
    await done;
    throw isPlayheadError(error) ? error : (tx.error ?? error);
  }
}

async function begin(connection: Connection, mode: 'readonly' | 'readwrite', stores: readonly Store[], durability: AppendDurability): Promise<Reading> {
  for (let attempt = 1; ; attempt += 1) {
    const db = await connection.open();
    try {
      return db.transaction([...stores], mode, { durability: durability === 'fsync' ? 'strict' : 'relaxed' });
    } catch (error) {
      if (attempt > 1) throw error;
      connection.forget(db); // it was closed from outside and nobody was told yet
    }
  }
}
