import { encodeRecord, type SessionStorage } from '@playhead/protocol';

/** What one of several writers of a session appends. JSON, so that it can be an argument of a process. */
export interface WriterTask {
  readonly sessionId: string;
  /** Whose numbers it counts. */
  readonly producer: string;
  /** How many records it appends, each in a call of its own. */
  readonly count: number;
  /** About how long each line is, in characters. */
  readonly characters: number;
}

/** A process that runs {@link runWriter}. */
export interface SpawnedWriter {
  /** Resolves when the process has ended, in whatever way. */
  readonly ended: Promise<void>;
  /** Ends it at once, as SIGKILL does. */
  kill(): void;
}

/** The line that a writer appends as its record `n`. Every stretch of it names the writer and `n`, so that no splice goes unseen. */
export function writerLine({ producer, characters }: WriterTask, n: number): string {
  const mark = `${producer}/${n} ü🚀 `;
  const id = `${hashOf(producer)}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  const text = mark.repeat(Math.ceil(characters / mark.length)).slice(0, characters).replace(/[\ud800-\udbff]$/, '');
  return encodeRecord({ id, p: producer, e: 0, n, at: 1_763_693_890_000_000 + n, type: 'moment', via: 'sdk', data: { title: text } });
}

/**
 * What a writer does in a process of its own: it appends its records one after the other, and says the number of each that was acknowledged.
 *
 * @param storage - A storage object of this process, on the data that the test looks at.
 * @param acknowledge - Tells the test; must have done so when it returns, because the process may be killed at any time.
 *
 * @example
 * ```ts
 * // writer.ts, which the hook spawnWriter starts with the task as its argument
 * import { writeSync } from 'node:fs';
 *
 * await runWriter(fsStorage({ dir }), JSON.parse(process.argv[2] ?? ''), (n) => writeSync(1, `${n}\n`));
 * ```
 */
export async function runWriter(storage: SessionStorage, task: WriterTask, acknowledge: (n: number) => void): Promise<void> {
  for (let n = 0; n < task.count; n += 1) {
    await storage.append(task.sessionId, [writerLine(task, n)]);
    acknowledge(n);
  }
}

/** Eight hexadecimal digits of a text (FNV-1a). */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
