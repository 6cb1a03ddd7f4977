import { isUuid, type Annotation, type JsonObject, type SessionRecord } from '@playhead/protocol';
import { readRemark, type CastPreamble } from './comments.ts';
import { castIn, recordOfEvent } from './event-data.ts';
import type { CastEvent, CastFormat, CastHeader, CastItem, CastRecord } from './types.ts';

/** What an import adds to a session, in the file's order. */
export type CastStep =
  | { readonly kind: 'record'; readonly record: CastRecord }
  | { readonly kind: 'annotation'; readonly annotation: Annotation }
  | { readonly kind: 'damage'; readonly message: string };

/** A file as a session. */
export interface CastSession {
  readonly format: CastFormat;
  /** What the session is called, in few words. */
  readonly name: string;
  /** When it began: microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** The data of its `session_start`, where the file holds a whole session of Playhead; it names that session's id. */
  readonly start?: JsonObject;
  /** Everything but its `session_start`. May be read once. */
  readonly steps: AsyncIterable<CastStep>;
}

/** Options of {@link readCastSession}. */
export interface CastSessionOptions {
  /** The id of the terminal, where the file does not tell one. */
  readonly terminalId: string;
  /** When the recording began, where the file does not tell: microseconds since the Unix epoch. */
  readonly startedAt: number;
}

/** Nothing that a file says may remove a session. */
const NEVER: ReadonlySet<string> = new Set(['session_dropped', 'session_start']);

/**
 * Makes a session of what {@link readCast}, {@link readTtyrec} or {@link readTypescript} gives. A file that Playhead wrote becomes all that
 * it was written from; of any other one its header, its events and its comments become records, so that nothing is lost.
 *
 * @throws PlayheadError what reading the file throws.
 *
 * @example
 * ```ts
 * const { steps } = await readCastSession(readCast(castBytes), { terminalId, startedAt });
 * for await (const step of steps) if (step.kind === 'record') console.log(step.record.type);
 * ```
 */
export async function readCastSession(items: AsyncIterable<CastItem>, { terminalId, startedAt }: CastSessionOptions): Promise<CastSession> {
  const iterator = items[Symbol.asyncIterator]();
  const early: CastItem[] = [];
  let header: CastHeader | undefined;
  let preamble: CastPreamble | undefined;
  let start: SessionRecord | undefined;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    const item = next.value;
    if (item.kind === 'header') header = item;
    else early.push(item);
    const remark = item.kind === 'comment' ? readRemark(item.text) : undefined;
    if (remark?.kind === 'session') preamble ??= remark.preamble;
    if (remark?.kind === 'record' && remark.record.type === 'session_start' && preamble?.whole) start = remark.record;
    if (header && item !== header && (!preamble?.whole || start !== undefined || item.kind === 'event')) break;
  }
  const found = header ?? { kind: 'header', format: 'asciicast-3', columns: 80, rows: 24, source: {} } as const;
  const whole = preamble?.whole === true && start !== undefined;
  const place: Place = { call: preamble && isUuid(preamble.call) ? preamble.call : terminalId, startedAt: preamble?.startedAt ?? found.startedAt ?? startedAt, via: preamble?.via ?? 'import', whole };
  const all = (async function* () {
    yield* early;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  })();
  return {
    format: found.format, name: found.title ?? found.command ?? 'Terminal recording', startedAt: start?.at ?? place.startedAt,
    ...(whole && start && { start: start.data }),
    steps: stepsOf(all, found, place),
  };
}

interface Place extends Pick<CastRecord, 'via'> {
  readonly call: string;
  readonly startedAt: number;
  readonly whole: boolean;
}

async function* stepsOf(items: AsyncIterable<CastItem>, header: CastHeader, { call, startedAt, via, whole }: Place): AsyncGenerator<CastStep> {
  const seen = new Set<string>(); // ids of records, which a spoiled file may tell twice
  let last = startedAt;
  let pass = 0; // events that are how players see something else
  let exitCode: number | undefined;
  let trailer: JsonObject | undefined;
  const record = (of: Omit<CastRecord, 'via' | 'at' | 'call'>): CastStep => ({ kind: 'record', record: { via, at: last, call, ...of } });
  if (!whole) yield record({ type: 'terminal_command', data: commandOf(header) });
  for await (const item of items) {
    if (item.kind === 'damage') yield item;
    else if (item.kind === 'trailer') trailer = item.source;
    else if (item.kind === 'event') {
      if (pass > 0) pass -= 1;
      else {
        last = startedAt + item.at;
        const made = recordOfEvent(item);
        exitCode = exitOf(item) ?? exitCode;
        yield record(made);
      }
    } else if (item.kind === 'comment') {
      const remark = readRemark(item.text);
      if (!remark) yield record({ type: 'harness_event', data: { name: COMMENT, extra: { cast: { comment: item.text } } } });
      else if (remark.kind === 'shown') pass += 1;
      else if (remark.kind === 'annotation') yield { kind: 'annotation', annotation: remark.annotation };
      else if (remark.kind === 'record') {
        pass += remark.shownBy;
        if (!NEVER.has(remark.record.type)) yield { kind: 'record', record: restored(remark.record, seen) };
      }
    }
  }
  if (whole) return;
  yield record({ type: 'tool_result', data: { status: exitCode === undefined || exitCode === 0 ? 'ok' : 'failed', durationUs: Math.max(0, last - startedAt), ...(trailer && { extra: { cast: { trailer } } }) } });
  yield { kind: 'record', record: { type: 'session_stop', key: 'session:stop', via, at: last, data: {} } };
  yield { kind: 'record', record: { type: 'session_status', key: 'session:completed', via, at: last, data: { status: 'completed' } } };
}

/** The name of a `harness_event` that holds a comment of somebody else. */
const COMMENT = 'cast comment';

/** The comment that a record holds. */
export function commentOf({ type, data }: Pick<SessionRecord, 'type' | 'data'>): string | undefined {
  const comment = type === 'harness_event' && data['name'] === COMMENT ? castIn(data)['comment'] : undefined;
  return typeof comment === 'string' && !comment.includes('\n') ? comment : undefined;
}

function exitOf({ code, data }: CastEvent): number | undefined {
  return code === 'x' && typeof data === 'string' && /^\d{1,9}$/.test(data) ? Number(data) : undefined;
}

function commandOf({ format, columns, rows, term, title, command, source }: CastHeader): JsonObject {
  return { command: command ?? title ?? 'terminal', pty: { columns, rows, ...(term !== undefined && { term }) }, extra: { cast: { format, header: source } } };
}

function restored({ id, type, via, at, key, turn, call, agent, data }: SessionRecord, seen: Set<string>): CastRecord {
  const own = isUuid(id) && !seen.has(id);
  if (own) seen.add(id);
  return { type, via, at, data, ...(own && { id }), ...(key !== undefined && { key }), ...(turn !== undefined && { turn }), ...(call !== undefined && { call }), ...(agent !== undefined && { agent }) };
}
