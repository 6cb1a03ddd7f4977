import type { JsonObject, SessionRecord } from '@playhead/protocol';
import { isFrame, isPiece, isRepeated, withTexts, type CastSource, type CastSurvey } from './cast-source.ts';
import { commentOf } from './cast-session.ts';
import type { CastRemark } from './comments.ts';
import { eventsOfRecord, recordOfEvent } from './event-data.ts';
import { plainScreen } from './plain-screen.ts';
import type { CastEvent } from './types.ts';

/** What is written of a session at one place: a comment, and the events that players see. */
export interface CastPart {
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  readonly events: readonly Omit<CastEvent, 'kind' | 'at'>[];
  /** What the events do not tell. */
  readonly remark?: CastRemark;
  /** A comment of somebody else. */
  readonly comment?: string;
  /** The record whose events they are; absent for marks. */
  readonly record?: SessionRecord;
}

/** Goes through a session once, and puts each mark where its time is. */
export async function* castParts(source: CastSource, survey: CastSurvey): AsyncGenerator<CastPart> {
  const { terminal, marks, startedAt } = survey;
  const keys = new Set<string>();
  let mark = 0;
  let told = false; // whether the preamble stands there
  const preamble = (): CastPart => ({ at: startedAt, events: [], remark: { kind: 'session', preamble: { startedAt, call: terminal?.call ?? '', via: terminal?.via ?? 'pty', whole: !terminal?.imported } } });
  const marksUntil = function* (at: number): Generator<CastPart> {
    for (let next = marks[mark]; next && next.at <= at; next = marks[mark]) {
      mark += 1;
      yield { at: next.at, events: [{ code: 'm', data: next.label }], remark: { kind: 'shown' } };
    }
  };
  if (!terminal?.imported || survey.extended) {
    told = true; // before anything that goes by it
    yield preamble();
  }
  for await (const records of source.read()) {
    for (const stored of records) {
      if (isRepeated(stored, keys)) continue;
      const comment = terminal?.imported && stored.via === 'import' ? commentOf(stored) : undefined;
      if (comment !== undefined) {
        yield { at: stored.at, events: [], comment };
        continue;
      }
      if (terminal?.imported && stored.via === 'import' && isFrame(stored) && (stored.call === undefined || stored.call === terminal.call)) continue;
      const record = { ...stored, data: (await withTexts(stored.data, source.text)) as JsonObject }; // an object stays one
      const part = partOf(record, survey);
      if (part.remark && !told) {
        told = true;
        yield preamble();
      }
      if (part.events.length > 0) yield* marksUntil(stored.at);
      yield part;
    }
  }
  yield* marksUntil(Infinity);
  for (const annotation of source.annotations ?? []) {
    yield { at: survey.endedAt, events: [], remark: { kind: 'annotation', annotation } };
  }
}

function partOf(record: SessionRecord, { terminal }: CastSurvey): CastPart {
  const { at, call } = record;
  const own = terminal !== undefined && call === terminal.call && (isPiece(record) || (terminal.imported !== undefined && record.via === 'import'));
  const events = own ? eventsOfRecord(record) : terminal ? [] : plainScreen(record);
  const [event] = events;
  if (own && event && events.length === 1 && isToldBy(event, record, terminal.via)) return { at, events, record };
  return { at, events, record, remark: { kind: 'record', record, shownBy: events.length } };
}

/** Whether an import of the event gives the very same record. */
function isToldBy(event: Omit<CastEvent, 'kind' | 'at'>, { type, data, via, turn, key, agent }: SessionRecord, usual: SessionRecord['via']): boolean {
  const made = recordOfEvent(event);
  return via === usual && turn === undefined && key === undefined && agent === undefined && made.type === type && typeof event.data === 'string' && isSame(made.data, data);
}

function isSame(a: JsonObject, b: JsonObject): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}
