import type { StoredRecord } from '@playhead/protocol';
import { writerLine, type WriterTask } from './writer.ts';

/** Looks at what writers left in a log, record by record, so that a log of any size can be checked. */
export interface WriterCheck {
  /** Compares the bytes of records with what their writers sent, in the order of the log. */
  add(records: readonly StoredRecord[]): void;
  /** What is wrong: lost, spliced, or in another order than it was written. @param acknowledged - How many records were acknowledged to a producer. */
  faults(acknowledged: (producer: string) => number): readonly string[];
}

/** Begins to look. */
export function createWriterCheck(tasks: readonly WriterTask[]): WriterCheck {
  const writers = new Map(tasks.map((task) => [task.producer, { task, next: 0 }]));
  const found: string[] = [];
  return {
    add(records) {
      for (const { record, line } of records) {
        const writer = writers.get(record.p);
        if (!writer) {
          found.push(`a record of ${record.p}, which nobody is`);
          continue;
        }
        if (record.n !== writer.next) found.push(`${record.p}: ${record.n} where ${writer.next} was to come`);
        else if (line !== writerLine(writer.task, record.n)) found.push(`${record.p}: other bytes in ${record.n}`);
        writer.next = record.n + 1;
      }
    },
    faults: (acknowledged) => [
      ...found,
      ...[...writers].flatMap(([producer, { next }]) => (next < acknowledged(producer) ? [`${producer}: ${acknowledged(producer)} were acknowledged, ${next} are there`] : [])),
    ],
  };
}
