import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { encodeRecord, isBlobRef, isJsonObject, type JsonValue, type SessionStorage, type StoredRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';

/**
 * Writes a session into one file that stands alone: its log, with the values that stand beside it put back into their records.
 *
 * @throws PlayheadError what the storage reports; errors of the file system.
 */
export async function writeRecordingFile(dir: string, sessionId: string, path: string): Promise<void> {
  const storage = fsStorage({ dir });
  const draft = `${path}.${process.pid}`;
  try {
    await pipeline(wholeLines(storage, sessionId), createWriteStream(draft, { mode: 0o600 }));
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
    await storage.close();
  }
}

async function* wholeLines(storage: SessionStorage, sessionId: string): AsyncGenerator<string> {
  for await (const { records } of storage.read(sessionId)) {
    for (const record of records) yield `${await wholeLine(storage, sessionId, record)}\n`;
  }
}

async function wholeLine(storage: SessionStorage, sessionId: string, { record, line }: StoredRecord): Promise<string> {
  if (!line.includes('"$blob"')) return line;
  const inline = async (value: JsonValue | undefined): Promise<JsonValue | undefined> => {
    if (isBlobRef(value)) return storage.blobs.get(sessionId, value.$blob).then((bytes) => valueOf(bytes, value.encoding), () => value); // one that is gone stays named
    if (Array.isArray(value)) return Promise.all(value.map(async (one) => (await inline(one)) ?? null));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, one]) => [key, await inline(one)] as const)));
  };
  const data = await inline(record.data);
  return encodeRecord({ ...record, data });
}

function valueOf(bytes: Uint8Array, encoding: string | undefined): JsonValue {
  const buffer = Buffer.from(bytes);
  if (encoding === 'json') return JSON.parse(buffer.toString()) as JsonValue; // it was written as JSON
  return encoding === 'base64' ? buffer.toString('base64') : buffer.toString();
}
