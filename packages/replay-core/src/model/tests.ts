import { isJsonObject, type JsonValue, type TestCase } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import { FirstWitness, type Folder } from './fold.ts';
import { dataOf, numberIn, stringIn, wordIn } from './read-data.ts';
import type { TestRun } from './types.ts';

/** The test run that a `test_result` reports. */
export function testRunOf(entry: Entry): TestRun {
  return (entry.test ??= readRun(entry));
}

/** The test runs of a session, in display order. */
export class TestsFolder implements Folder<readonly TestRun[]> {
  readonly #witness: FirstWitness = new FirstWitness();
  readonly #runs: TestRun[] = [];
  #value: readonly TestRun[] | undefined = [];

  take(entry: Entry): void {
    if (!this.#witness.lets(entry)) return;
    this.#runs.push(testRunOf(entry));
    this.#value = undefined;
  }

  value(): readonly TestRun[] {
    return (this.#value ??= this.#runs.slice());
  }
}

function readRun({ record, event }: Entry): TestRun {
  const data = dataOf(record);
  const framework = stringIn(data, 'framework');
  const durationUs = numberIn(data, 'durationUs');
  return {
    ...(event.stepId !== undefined && { stepId: event.stepId }),
    eventId: record.id, at: record.at,
    ...(framework !== undefined && { framework }),
    passed: numberIn(data, 'passed') ?? 0, failed: numberIn(data, 'failed') ?? 0, skipped: numberIn(data, 'skipped') ?? 0,
    ...(durationUs !== undefined && { durationUs }),
    cases: Array.isArray(data['cases']) ? data['cases'].flatMap(readCase) : [],
  };
}

function readCase(value: JsonValue): readonly TestCase[] {
  if (!isJsonObject(value)) return [];
  const name = stringIn(value, 'name');
  const status = wordIn(value, 'status', ['passed', 'failed', 'skipped']);
  if (name === undefined || status === undefined) return [];
  const suite = stringIn(value, 'suite');
  const message = stringIn(value, 'message');
  const durationUs = numberIn(value, 'durationUs');
  return [{
    name, status, ...(suite !== undefined && { suite }), ...(message !== undefined && { message }), ...(durationUs !== undefined && { durationUs }),
  }];
}
