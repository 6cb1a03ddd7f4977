import { type Cursor, type Damage, decodeLine, type PlayheadError, type SessionRecord } from '@playhead/protocol';
import { BRIEF_FROM_BYTES, type Briefing } from '../brief/briefing.ts';
import type { SharedTexts } from '../brief/shared-texts.ts';
import { refusal, toldError, unreachable } from './log-failures.ts';
import { parseDamage, parseProgress, readJson, readLines } from './log-format.ts';
import type { LogSourceOptions } from './log-source.ts';
import { notARecording } from './not-a-recording.ts';
import { smallBeginning } from './small-beginning.ts';
import { createSseParser } from './sse.ts';
import type { ReplaySource, SourceChunk, SourceProgress } from './source.ts';
import { SilentAnswer, timedText, within } from './timed-text.ts';
import { usualDelayMs } from './wait.ts';

/** How far a log has been read, and what its server said of itself. */
export interface LogPosition {
  cursor: Cursor;
  /** Leaves the long texts of a long log on the server. */
  readonly briefing: Briefing;
  /** Whether the server left long texts out. */
  inBrief: boolean;
  /** The file that the log turned out to be, where it is read by ranges. */
  ranged: ReplaySource | undefined;
  /** What the records of a long log share. */
  readonly texts: SharedTexts;
  /** Whether the server has ever answered. */
  connected: boolean;
  lost: boolean;
  /** How long the server wants to be left alone, in milliseconds. */
  retryMs: number | undefined;
  /** Whether to ask again and again in place of one long answer. */
  longPoll: boolean;
}

/** How long the server may hold a question whose answer is: nothing new. In seconds. */
const WAIT_SECONDS = 25;

/** One connection, from the position on. Gives `end` when there is nothing to come back for. */
export async function* logConnection(options: LogSourceOptions, request: typeof fetch, signal: AbortSignal, position: LogPosition): AsyncGenerator<SourceChunk | 'end'> {
  const { url, headers, to, brief = true, firstWordMs = 10_000, silenceMs = 60_000 } = options;
  const once = options.live === false || to !== undefined;
  const waits = position.longPoll && !once;
  const address = withQuery(url, {
    ...(options.from !== undefined && position.cursor === options.from && { from: options.from }), ...(to !== undefined && { to }), ...(once && { follow: 'false' }), ...(brief && { brief: 'true' }), ...(waits && { wait: String(position.connected ? WAIT_SECONDS : 0) }),
  });
  const resume = position.cursor === (options.from ?? '') ? {} : { 'Last-Event-ID': position.cursor };
  const firstMs = once ? silenceMs : (waits ? WAIT_SECONDS * 1000 : 0) + firstWordMs;
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  signal.addEventListener('abort', leave);
  try {
    const asked = request(address, { headers: { ...headers, Accept: 'text/event-stream', ...resume }, signal: gone.signal }).catch(unreachable);
    const response = await within(asked, firstMs, () => new SilentAnswer(false));
    position.retryMs = secondsIn(response.headers.get('retry-after'));
    if (!response.ok || !response.body) throw await refusal(response);
    position.connected = true;
    if (position.lost) yield { records: [], upToDate: false, connection: 'open' };
    position.lost = false;
    if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
      position.ranged = await rangedSource(options, request, response, signal);
      if (position.ranged) {
        await response.body.cancel().catch(() => undefined); // it is read piece by piece
        yield* position.ranged.open(signal);
        yield 'end';
        return;
      }
      yield* plainLines(timedText(response.body, { firstMs: Infinity, nextMs: Infinity }));
      yield 'end';
      return;
    }
    yield* events(smallBeginning(timedText(response.body, { firstMs, nextMs: silenceMs })), position, once);
  } finally {
    signal.removeEventListener('abort', leave);
    gone.abort();
  }
}

/** A long file of a web server that gives ranges, to be read as a file of the user's machine is; undefined for anything else. */
async function rangedSource({ url, headers = {}, from = '', to, brief = true, retryDelayMs = usualDelayMs }: LogSourceOptions, request: typeof fetch, { headers: said }: Response, signal: AbortSignal): Promise<ReplaySource | undefined> {
  const length = said.get('content-length') ?? '';
  if (!brief || from !== '' || to !== undefined || !/^\d{1,15}$/.test(length) || Number(length) < BRIEF_FROM_BYTES || (said.get('content-encoding') ?? 'identity') !== 'identity') return undefined;
  const { rangedLog } = await import('./ranged-log.ts'); // few logs need it
  return rangedLog(Number(length), { url, request, headers, retryDelayMs, signal });
}

async function* plainLines(pieces: AsyncIterable<string>): AsyncGenerator<SourceChunk> {
  let count = 0;
  let beginning: string | undefined;
  for await (const lines of readLines(pieces)) {
    beginning ??= lines.find((line) => line.trim() !== '')?.slice(0, 512);
    const decoded = decodeLines(lines);
    count += decoded.records.length;
    if (count > 0) yield { ...decoded, upToDate: false };
  }
  if (count === 0 && beginning !== undefined) throw notARecording('What the server sent', beginning);
  yield { records: [], upToDate: true };
}

async function* events(pieces: AsyncIterable<string>, position: LogPosition, once: boolean): AsyncGenerator<SourceChunk | 'end'> {
  const parser = createSseParser();
  for await (const piece of pieces) {
    const records: SessionRecord[] = [];
    const damage: Damage[] = [];
    let upToDate = false;
    let ended = false;
    let failure: PlayheadError | undefined;
    let progress: SourceProgress | undefined;
    for (const message of parser.push(piece)) {
      if (message.event === 'up-to-date') upToDate = true;
      else if (message.event === 'end' || message.event === 'done') ended = true;
      else if (message.event === 'error') failure = toldError(readJson(message.data), 'internal', 'The server could not read the recording on. Open the session again.');
      else if (message.event === 'progress') progress = parseProgress(message.data) ?? progress;
      else if (message.event === 'damage') damage.push(...parseDamage(message.data));
      else if (message.event === 'message' || message.event === 'record') {
        position.inBrief ||= message.data.includes('"$blob":"log:');
        const decoded = decodeLines([message.data], message.id);
        for (const record of decoded.records) {
          const taken = message.id === '' ? record : position.briefing.take(record, message.id, message.data.length + 1);
          records.push(position.inBrief || position.briefing.brief ? position.texts.share(taken) : taken);
        }
        damage.push(...decoded.damage);
      }
      if (message.id === '') continue;
      position.briefing.skip(message.id);
      position.cursor = message.id;
    }
    position.retryMs = parser.retryMs;
    ended ||= once && upToDate;
    if (records.length > 0 || damage.length > 0 || upToDate || ended || progress) yield { records, damage, upToDate: upToDate || ended, ...(progress && { progress }) };
    if (failure) throw failure;
    if (ended) yield 'end';
  }
}

/** Reads the lines of an answer as records, whatever they are. */
export function decodeLines(lines: readonly string[], cursor = ''): { records: SessionRecord[]; damage: Damage[] } {
  const decoded = lines.filter((line) => line !== '').map(decodeLine);
  return {
    records: decoded.flatMap(({ records }) => records.map(({ record }) => record)),
    damage: decoded.flatMap(({ damage }) => damage.map(({ kind, start, end }) => ({
      kind, cursor, bytes: end - start, message: 'A line of the recording could not be read. The records around it are complete.',
    }))),
  };
}

/** An address with parameters. */
export function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${text}`;
}

function secondsIn(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}
