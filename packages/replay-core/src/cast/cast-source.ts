import { isBlobRef, isJsonObject, type Annotation, type BlobRef, type JsonObject, type JsonValue, type SessionRecord } from '@playhead/protocol';
import { dataOf, stringIn } from '../model/read-data.ts';
import { addedMoments } from '../review/outline-edits.ts';
import { cells } from './header.ts';
import { castIn } from './event-data.ts';
import { clipLabel, markerLabel } from './marker-label.ts';

/** Where the records of a session come from that is written as another kind of file. */
export interface CastSource {
  /** Its records from the beginning, in the order of its log. Read twice. */
  read(): AsyncIterable<readonly SessionRecord[]>;
  /** The text of a large value. */
  text(blob: BlobRef): Promise<string>;
  /** What was said of it. Default: nothing. */
  readonly annotations?: readonly Annotation[];
}

/** The terminal of a session that is written. */
export interface SurveyedTerminal {
  readonly call: string;
  readonly command: string;
  readonly title?: string;
  readonly startedAt: number;
  readonly columns: number;
  readonly rows: number;
  readonly term?: string;
  readonly via: SessionRecord['via'];
  /** What an import kept of the file that it came from. */
  readonly imported?: { readonly format: string; readonly header: JsonObject };
  /** How many characters it printed. */
  readonly printed: number;
}

/** What has to be known of a session before the first line of it is written. */
export interface CastSurvey {
  /** Absent where nothing ran in a terminal of its own. */
  readonly terminal?: SurveyedTerminal;
  /** Where other players are to show a mark, by time. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
  readonly startedAt: number;
  readonly endedAt: number;
  readonly name?: string;
  /** Whether something stands in the session that did not come with an imported file. */
  readonly extended: boolean;
  /** Fields of an imported header that stood behind its events. */
  readonly trailer?: JsonObject;
}

/** Looks through a session. @param wanted - The id of the terminal, or the beginning of it. Default: the one that printed most. */
export async function surveySession(source: CastSource, wanted = ''): Promise<CastSurvey> {
  const terminals = new Map<string, SurveyedTerminal & { printed: number }>();
  const marks: { at: number; label: string; call: string | undefined }[] = [];
  const keys = new Set<string>();
  let [startedAt, endedAt] = [Infinity, -Infinity];
  let name: string | undefined;
  let trailer: JsonObject | undefined;
  let extended = (source.annotations?.length ?? 0) > 0;
  for await (const records of source.read()) {
    for (const record of records) {
      if (isRepeated(record, keys)) continue;
      const { type, call, at } = record;
      const data = dataOf(record);
      extended ||= record.via !== 'import';
      startedAt = Math.min(startedAt, at);
      endedAt = Math.max(endedAt, at);
      if (type === 'session_start') name ??= stringIn(data, 'name');
      const pty = data['pty'];
      if (type === 'terminal_command' && call !== undefined && isJsonObject(pty)) {
        if (call.startsWith(wanted) && !terminals.has(call)) terminals.set(call, terminalOf(record, call, pty));
        continue;
      }
      const terminal = call === undefined ? undefined : terminals.get(call);
      if (terminal && isPiece(record)) {
        terminal.printed += sizeOf(data['text']);
        continue;
      }
      const kept = castIn(data)['trailer'];
      if (isJsonObject(kept)) trailer = kept;
      const label = terminal && isFrame(record) && (type !== 'moment' || terminal.imported) ? undefined : markerLabel({ type, data });
      if (label !== undefined) marks.push({ at, label, call: type === 'moment' ? call : undefined });
    }
  }
  const terminal = [...terminals.values()].sort((a, b) => b.printed - a.printed)[0];
  const shown = marks.filter(({ call }) => !terminal?.imported || call !== terminal.call); // moments of an imported terminal are events of its own
  const added = addedMoments(source.annotations ?? []).map(({ at, title }) => ({ at, label: clipLabel(title) }));
  return {
    ...(terminal && { terminal }), marks: [...shown, ...added].sort((a, b) => a.at - b.at),
    startedAt: terminal?.startedAt ?? (Number.isFinite(startedAt) ? startedAt : 0), endedAt: Number.isFinite(endedAt) ? endedAt : 0,
    extended, ...(name !== undefined && { name }), ...(trailer && { trailer }),
  };
}

/** Whether a record tells what another one of the same key told. */
export function isRepeated({ key }: SessionRecord, keys: Set<string>): boolean {
  if (key === undefined) return false;
  const repeated = keys.has(key);
  keys.add(key);
  return repeated;
}

/** Whether a record is a piece of what a terminal shows or takes. */
export function isPiece({ type }: Pick<SessionRecord, 'type'>): boolean {
  return type === 'terminal_output' || type === 'terminal_input' || type === 'terminal_resize';
}

/** Whether a record follows from a cast as such: an import makes it of the header and of what is seen in the terminal. */
export function isFrame({ type, data }: Pick<SessionRecord, 'type' | 'data'>): boolean {
  return type === 'session_start' || type === 'terminal_command' || type === 'tool_result' || type === 'session_stop' || type === 'session_status' || (type === 'moment' && data['category'] !== undefined);
}

/**
 * A value with its large texts in place.
 *
 * @param text - Loads one of them.
 * @throws Whatever `text` rejects with.
 *
 * @example
 * ```ts
 * const data = await withTexts(record.data, castSource.text);
 * ```
 */
export async function withTexts(value: JsonValue, text: CastSource['text']): Promise<JsonValue> {
  if (isBlobRef(value)) return value.encoding === 'json' ? (JSON.parse(await text(value)) as JsonValue) : text(value); // written as JSON
  if (Array.isArray(value)) return Promise.all(value.map((item: JsonValue) => withTexts(item, text)));
  if (!isJsonObject(value)) return value;
  const entries = await Promise.all(Object.entries(value).map(async ([key, inner]) => [key, inner === undefined ? inner : await withTexts(inner, text)] as const));
  return Object.fromEntries(entries) as JsonObject; // the same keys
}

function terminalOf({ data, at, via }: SessionRecord, call: string, pty: JsonObject): SurveyedTerminal & { printed: number } {
  const { format, header } = castIn(data);
  const term = stringIn(pty, 'term');
  const title = isJsonObject(header) ? stringIn(header, 'title') : undefined;
  return {
    call, via, startedAt: at, printed: 0, command: stringIn(data, 'command') ?? '', columns: cells(pty['columns'], 80), rows: cells(pty['rows'], 24),
    ...(term !== undefined && { term }), ...(title !== undefined && { title }),
    ...(via === 'import' && typeof format === 'string' && isJsonObject(header) && { imported: { format, header } }),
  };
}

function sizeOf(text: JsonValue | undefined): number {
  return typeof text === 'string' ? text.length : isBlobRef(text) ? text.size : 0;
}

